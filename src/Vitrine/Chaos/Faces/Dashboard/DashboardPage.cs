using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Chaos.Faces.Dashboard;

/// <summary>The page that shows a campaign: one document with its style and its script inside. The policy allows exactly those two, by their hashes, and the stream of updates.</summary>
internal static class DashboardPage
{
    private static readonly string s_style = Resource("chaos.css");
    private static readonly string s_script = Resource("chaos.js");

    /// <summary>The document.</summary>
    public static string Html { get; } = Resource("chaos.html").Replace("/* style */", s_style, StringComparison.Ordinal).Replace("/* script */", s_script, StringComparison.Ordinal);

    /// <summary>Its content security policy.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src {HashOf(s_style)}; script-src {HashOf(s_script)}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static string HashOf(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string Resource(string name)
    {
        using var stream = typeof(DashboardPage).Assembly.GetManifestResourceStream(name) ?? throw new System.Diagnostics.UnreachableException($"{name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
