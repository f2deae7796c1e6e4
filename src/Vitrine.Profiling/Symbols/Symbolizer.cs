using System.Reflection;
using System.Runtime.CompilerServices;

namespace Vitrine.Profiling.Symbols;

/// <summary>Names and source lines for addresses of this process's code. Thread-safe.</summary>
internal sealed class Symbolizer
{
    // Names are kept as long as their methods live: profiles of a process show the same ones again and again.
    private readonly ConditionalWeakTable<MethodBase, NamedMethod> _methods = [];

    /// <summary>The one of this process.</summary>
    public static Symbolizer OfProcess { get; } = new();

    /// <summary>A look at the process as it is now, for one profile: libraries come, compiled code goes.</summary>
    public Func<ulong, Symbol> Look()
    {
        var native = new Lazy<NativeSymbols>(static () => new NativeSymbols());
        return address => Resolve(address) ?? native.Value.Of(address);
    }

    /// <summary>Names managed code at an address inside an instruction; null for any other.</summary>
    public Symbol? Resolve(ulong address)
    {
        if (NativeCode.MethodAt(address) is not { } method) return null;
        var named = NamesOf(method);
        var (file, line, startLine) = SourceLines.Of(address, method);
        return new Symbol(named.Name, named.SystemName, file, line, startLine);
    }

    /// <summary>The name of the managed method that an address to return to is in, empty for any other. Without a source line it costs little.</summary>
    public string NameOfCaller(ulong returnAddress) => NativeCode.MethodAt(returnAddress - 1) is { } method ? NamesOf(method).Name : "";

    /// <summary>
    /// A stack without the leaves that belong to .NET's own way of doing what the stack is about, such as taking a lock: the method that wanted it shall
    /// stand on top. A stack of nothing else stays as it is.
    /// </summary>
    /// <param name="stack">Addresses to return to, leaf first.</param>
    /// <param name="plumbing">What the names of such methods begin with.</param>
    public ReadOnlySpan<ulong> WithoutLeaves(ReadOnlySpan<ulong> stack, string[] plumbing)
    {
        for (var i = 0; i < stack.Length; i++)
        {
            var name = NameOfCaller(stack[i]);
            if (!Array.Exists(plumbing, beginning => name.StartsWith(beginning, StringComparison.Ordinal))) return stack[i..];
        }

        return stack;
    }

    private NamedMethod NamesOf(MethodBase method) => _methods.GetValue(
        method, static method => new NamedMethod(MethodNames.Of(method), $"{method.Module.ScopeName}!{method.DeclaringType?.FullName}.{method.Name}"));

    private sealed record NamedMethod(string Name, string SystemName);
}
