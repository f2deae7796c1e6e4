namespace Vitrine.Profiling.Symbols;

/// <summary>Names for addresses of this process's code. Thread-safe; what it learns about methods it keeps.</summary>
internal sealed class Symbolizer
{
    private readonly MethodNames _names = new();

    /// <summary>The one of this process.</summary>
    public static Symbolizer OfProcess { get; } = new();

    /// <summary>Names the code at an address inside an instruction.</summary>
    public Symbol Resolve(ulong address)
    {
        if (NativeCode.MethodAt(address) is { } method) return _names.Of(method);
        return new Symbol($"0x{address:x}", $"unknown!0x{address:x}");
    }
}
