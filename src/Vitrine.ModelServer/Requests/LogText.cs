namespace Vitrine.ModelServer.Requests;

/// <summary>Texts of clients in log fields.</summary>
internal static class LogText
{
    private const int MaxChars = 400;

    /// <summary>A text, cut.</summary>
    public static string Cut(string text) => text.Length > MaxChars ? text[..MaxChars] + "…" : text;
}
