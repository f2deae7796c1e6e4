using System.Text.RegularExpressions;

namespace Vitrine.ModelServer.Tests.Support;

/// <summary>An answer without what differs from run to run: ids, times and rates.</summary>
internal static partial class EventText
{
    public static string Normalise(string answer) => Rates().Replace(Times().Replace(Ids().Replace(answer, "\"id\":\"ID\""), "\"created\":0"), "$1:0");

    [GeneratedRegex("\"id\":\"(chatcmpl|cmpl)-[0-9a-f-]{36}\"")]
    private static partial Regex Ids();

    [GeneratedRegex("\"created\":\\d+")]
    private static partial Regex Times();

    [GeneratedRegex("(\"tokens_per_second\"|\"time_to_first_token_ms\"):[0-9.E+-]+")]
    private static partial Regex Rates();
}
