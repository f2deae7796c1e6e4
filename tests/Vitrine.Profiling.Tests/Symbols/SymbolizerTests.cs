using System.Runtime.InteropServices;
using Vitrine.Profiling.Symbols;

namespace Vitrine.Profiling.Tests.Symbols;

/// <summary>Guards what the symbols know of the runtime that is not promised: a new one must be looked at when these fail.</summary>
public sealed class SymbolizerTests
{
    [Fact]
    public void Runtime_StillAnswersWhichMethodAnAddressIsIn() => NativeCode.IsKnown.ShouldBeTrue();

    [Fact]
    public void Runtime_StillKeepsStackTracesAsWeKnowThem() => SourceLines.IsKnown.ShouldBeTrue();

    [Fact]
    public void Resolve_OfAThrownFrame_IsWhatItsStackTraceSays()
    {
        var (frame, address) = ThrownFrame.Take();
        var symbol = Symbolizer.OfProcess.Resolve(address).ShouldNotBeNull();
        symbol.Name.ShouldBe($"{typeof(ThrownFrame).FullName}.{nameof(ThrownFrame.Throw)}");
        symbol.SystemName.ShouldNotBe(symbol.Name);
        symbol.File.ShouldEndWith("ThrownFrame.cs");
        symbol.Line.ShouldBe(frame.GetFileLineNumber());
        symbol.StartLine.ShouldBeInRange(symbol.Line - 3, symbol.Line);
    }

    [Fact]
    public void Look_AtNativeCode_NamesTheLibraryAndWhatItExports()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Linux's /proc");
        var look = Symbolizer.OfProcess.Look();
        var libc = NativeLibrary.Load("libc.so.6");
        look((ulong)NativeLibrary.GetExport(libc, "getpid")).Name.ShouldStartWith("libc.so.6!");
        look(16).Name.ShouldBe("[runtime stub]");
    }
}
