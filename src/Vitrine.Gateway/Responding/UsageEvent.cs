namespace Vitrine.Gateway.Responding;

/// <summary>The event that <c>include_usage</c> adds, as far as its first bytes tell.</summary>
internal static class UsageEvent
{
    /// <summary>
    /// Whether the begin of an event already shows that it is another one: its <c>choices</c> have something in them. A quote inside of a JSON text
    /// is escaped, so the name with its quotes is never found in what a model wrote.
    /// </summary>
    public static bool IsRuledOut(ReadOnlySpan<byte> begin)
    {
        var name = "\"choices\""u8;
        while (begin.IndexOf(name) is >= 0 and var at)
        {
            begin = begin[(at + name.Length)..];
            var value = begin.TrimStart(" \t\r\n"u8);
            if (value is not [(byte)':', ..]) continue;
            value = value[1..].TrimStart(" \t\r\n"u8);
            if (value is [(byte)'[', ..] && value[1..].TrimStart(" \t\r\n"u8) is [not (byte)']', ..]) return true;
        }

        return false;
    }
}
