namespace Vitrine.Terminal;

/// <summary>Takes from a stranger's text what could steer a terminal: control characters and the marks that turn text around.</summary>
internal static class TerminalSafe
{
    public static string Clean(string text) => text.AsSpan().ContainsAnyInRange('\0', '\u001f') || text.Any(IsSteering)
        ? string.Concat(text.Select(c => IsSteering(c) ? '\ufffd' : c))
        : text;

    private static bool IsSteering(char c) => char.IsControl(c) || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
