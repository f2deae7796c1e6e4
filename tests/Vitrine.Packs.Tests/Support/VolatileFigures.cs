using System.Text.RegularExpressions;

namespace Vitrine.Packs.Tests.Support;

/// <summary>Stands 1 in place of figures of the test process itself and of what its projections cost, which no clock fixes, so that a golden page can hold them.</summary>
internal static partial class VolatileFigures
{
    /// <summary>The page with every figure of the process replaced.</summary>
    public static string Fix(string page) => OfTheProcess().Replace(page, "${name} 1");

    [GeneratedRegex(@"^(?<name>(goroutines|process_|dotnet_|vitrine_projection_)[a-z_]*(\{[^}]*\})?) \S+", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OfTheProcess();
}
