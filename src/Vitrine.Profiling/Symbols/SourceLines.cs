using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vitrine.Profiling.Symbols;

/// <summary>
/// Source lines of addresses, by the runtime's own way from code to source: the stack trace of an exception. We give an exception a trace of our
/// own making and read it back, which costs a microsecond an address and reads portable PDBs wherever they are.
/// </summary>
/// <remarks>
/// A trace is an array of bytes that only the runtime knows: a count and a thread in 16 bytes, then for each frame its address, its stack pointer, the
/// method's handle and flags in 32. <see cref="IsKnown"/> holds when a trace that was really thrown looks exactly so; otherwise there are no lines, and nothing else changes.
/// </remarks>
internal static class SourceLines
{
    private const int HeaderBytes = 16, FrameBytes = 32;
    private const int HandleOffset = 16, FlagsOffset = 24;

    // "The address is inside the instruction": what the frames of a real trace say too.
    private const int AddressIsExact = 2;

    private static readonly FieldInfo? s_trace = FindField();

    /// <summary>Whether this runtime keeps traces as we know them.</summary>
    public static bool IsKnown => s_trace is not null;

    /// <summary>Where an instruction of a method stands in the source; empty when nobody knows.</summary>
    /// <param name="address">An address inside the instruction.</param>
    /// <param name="method">The method that the code belongs to.</param>
    public static (string File, int Line, int StartLine) Of(ulong address, MethodBase method)
    {
        // What can be unloaded must be held by its trace; what was emitted has no source.
        if (s_trace is null || method.DeclaringType is not { } type || type.IsCollectible || method.Module.Assembly.IsDynamic) return ("", 0, 0);
        var handle = method.MethodHandle.Value;
        var frame = FrameOf(address, handle);
        if (frame is null || frame.GetFileName() is not { } file) return ("", 0, 0);
        var start = FrameOf(address - (ulong)frame.GetNativeOffset(), handle);
        return (file, frame.GetFileLineNumber(), start?.GetFileLineNumber() ?? 0);
    }

    private static StackFrame? FrameOf(ulong address, nint handle)
    {
        var trace = new sbyte[HeaderBytes + FrameBytes];
        var bytes = MemoryMarshal.AsBytes(trace.AsSpan());
        MemoryMarshal.Write(bytes, 1L);
        MemoryMarshal.Write(bytes[HeaderBytes..], address);
        MemoryMarshal.Write(bytes[(HeaderBytes + HandleOffset)..], (long)handle);
        MemoryMarshal.Write(bytes[(HeaderBytes + FlagsOffset)..], AddressIsExact);
        var carrier = new InvalidOperationException();
        s_trace!.SetValue(carrier, trace);
        return new StackTrace(carrier, fNeedFileInfo: true).GetFrame(0);
    }

    /// <summary>Throws, and looks whether the trace is as expected.</summary>
    private static FieldInfo? FindField()
    {
        if (IntPtr.Size != sizeof(long) || typeof(Exception).GetField("_stackTrace", BindingFlags.Instance | BindingFlags.NonPublic) is not { } field) return null;
        try
        {
            Throw();
            return null;
        }
        catch (InvalidOperationException thrown)
        {
            if (field.GetValue(thrown) is not sbyte[] { Length: >= HeaderBytes + (2 * FrameBytes) } trace) return null;
            var bytes = MemoryMarshal.AsBytes(trace.AsSpan());
            var handle = ((Action)Throw).Method.MethodHandle.Value;
            var isAsExpected = MemoryMarshal.Read<int>(bytes) == 2
                && NativeCode.MethodAt(MemoryMarshal.Read<ulong>(bytes[HeaderBytes..])) == ((Action)Throw).Method
                && MemoryMarshal.Read<long>(bytes[(HeaderBytes + HandleOffset)..]) == handle
                && MemoryMarshal.Read<int>(bytes[(HeaderBytes + FlagsOffset)..]) == AddressIsExact;
            return isAsExpected ? field : null;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw() => throw new InvalidOperationException();
}
