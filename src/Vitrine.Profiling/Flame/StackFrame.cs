namespace Vitrine.Profiling.Flame;

/// <summary>A function on a stack.</summary>
/// <param name="Name">Its name, for people.</param>
/// <param name="Module">The assembly, library or package that it belongs to; empty for a name that stands for something else, such as <c>[gen0]</c>.</param>
internal readonly record struct StackFrame(string Name, string Module)
{
    /// <summary>Whether it is code of the machine rather than of .NET or Go: such frames are drawn without colour.</summary>
    public bool IsNative => Module.Length == 0 || Module.Contains(".so", StringComparison.Ordinal);

    /// <summary>Where the short name begins, type and method: the rest is what the colour says already.</summary>
    public int ShortStart
    {
        get
        {
            if (Name == Module) return 0;
            var (depth, before, last) = (0, 0, 0);
            for (var place = 0; place < Name.Length; place++)
            {
                switch (Name[place])
                {
                    case '(' or '[' or '<': depth++; break;
                    case ')' or ']' or '>' when depth > 0: depth--; break;
                    case '.' when depth == 0: (before, last) = (last, place + 1); break;
                    case '/' or '!' when depth == 0: (before, last) = (place + 1, place + 1); break;
                }
            }

            return before;
        }
    }

    /// <summary>The module of a function, as profiles tell it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="systemName">Its name in the binary. Our own profiles write <c>Assembly.dll!Name</c> there, and <c>libc.so.6!read</c> in the name.</param>
    public static string ModuleOf(string name, string systemName)
    {
        if (name.StartsWith('[')) return "";
        if (systemName.IndexOf('!', StringComparison.Ordinal) is > 0 and var end) return TrimEnding(systemName[..end]);
        if (name.IndexOf('!', StringComparison.Ordinal) is > 0 and var library) return name[..library];
        // Go: net/http.(*conn).serve is of net/http, main.main of main.
        var segment = name.LastIndexOf('/', LengthOfPath(name)) + 1;
        var dot = name.IndexOf('.', segment);
        return dot < 0 ? "" : name[..dot];
    }

    // A slash within a type argument belongs to the argument.
    private static int LengthOfPath(string name) => name.AsSpan().IndexOfAny("([") is >= 0 and var end ? end : Math.Max(0, name.Length - 1);

    private static string TrimEnding(string module) =>
        module.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || module.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? module[..^4] : module;
}
