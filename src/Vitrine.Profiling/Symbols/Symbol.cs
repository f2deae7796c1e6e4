namespace Vitrine.Profiling.Symbols;

/// <summary>What an instruction's address stands for.</summary>
/// <param name="Name">The function as people call it.</param>
/// <param name="SystemName">The same with its module. It must differ from the name, or pprof takes the name for mangled C++ and shortens it.</param>
/// <param name="File">The source file, or empty.</param>
/// <param name="Line">The line of the instruction, or 0.</param>
/// <param name="StartLine">The line where the function begins, or 0.</param>
internal sealed record Symbol(string Name, string SystemName, string File = "", int Line = 0, int StartLine = 0)
{
    /// <summary>A frame without an address: a heap's generation, a kind of wait.</summary>
    public static Symbol Named(string name) => new(name, $"vitrine!{name}");
}
