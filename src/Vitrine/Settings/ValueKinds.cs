using System.Globalization;
using System.Net;
using Vitrine.Telemetry.Lines;

namespace Vitrine.Settings;

/// <summary>The kinds of values that settings have.</summary>
internal static class ValueKinds
{
    public static ValueKind<string> Text { get; } = new("a text", (string text, string _, out string value) => (value = text).Length > 0, value => value);

    /// <summary>A file or folder. Relative to the working directory, or to the YAML file that names it. Empty stands for none.</summary>
    public static ValueKind<string> Path { get; } = new(
        "a path",
        (string text, string folder, out string value) => (value = text.Length == 0 ? "" : System.IO.Path.GetFullPath(text, folder)).Length > 0,
        value => value);

    /// <summary>An http or https address, or a path as above.</summary>
    public static ValueKind<string> PathOrUrl { get; } = new(
        "an http or https address, or a path",
        (string text, string folder, out string value) =>
        {
            var isUrl = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
            value = text.Length == 0 || isUrl ? text : System.IO.Path.GetFullPath(text, folder);
            return isUrl ? Uri.TryCreate(text, UriKind.Absolute, out _) : text.Length > 0;
        },
        value => value);

    /// <summary>An http or https address.</summary>
    public static ValueKind<Uri> Url { get; } = new(
        "an http or https address, such as http://localhost:8080",
        (string text, string _, out Uri value) => TryUrl(text, out value!),
        value => value.ToString());

    /// <summary>The same, or <c>none</c>, which is null.</summary>
    public static ValueKind<Uri?> UrlOrNone { get; } = new(
        "an http or https address, such as http://localhost:8090, or none",
        (string text, string _, out Uri? value) => text == "none" ? (value = null) is null : TryUrl(text, out value),
        value => value?.ToString() ?? "none");

    /// <summary>Http or https addresses.</summary>
    public static ValueKind<IReadOnlyList<Uri>> Urls { get; } = new(
        "a list of http or https addresses, such as http://localhost:2379",
        (string text, string _, out IReadOnlyList<Uri> value) =>
        {
            var urls = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(each => TryUrl(each, out var url) ? url : null).ToArray();
            value = [.. urls.OfType<Uri>()];
            return urls.Length > 0 && value.Count == urls.Length;
        },
        value => string.Join(',', value))
    { IsList = true };

    public static ValueKind<bool> Switch { get; } = new(
        "true or false",
        (string text, string _, out bool value) => (value = text is "1" or "on" or "yes" || bool.TryParse(text, out var flag) && flag) || text is "0" or "off" or "no" || bool.TryParse(text, out value),
        value => value ? "true" : "false")
    { IsSwitch = true };

    /// <summary>Whether lines are for people: <c>auto</c>, a switch, or the words of RUST_LOG_FORMAT.</summary>
    public static ValueKind<string> Prettiness { get; } = new(
        "one of auto, true, false, pretty or json",
        (string text, string _, out string value) => (value = text.ToUpperInvariant() switch { "AUTO" => "auto", "TRUE" or "PRETTY" or "TEXT" => "true", "FALSE" or "JSON" => "false", _ => "" }).Length > 0,
        value => value);

    public static ValueKind<HostPort> Address { get; } = new(
        "host:port, such as localhost:8090",
        (string text, string _, out HostPort value) => HostPort.TryParse(text, out value),
        value => value.ToString());

    /// <summary>A peer that may be switched off with <c>none</c>, which is null.</summary>
    public static ValueKind<HostPort?> Peer { get; } = new(
        "host:port, such as localhost:4317, or none",
        (string text, string _, out HostPort? value) =>
        {
            value = null;
            if (text == "none") return true;
            if (!HostPort.TryParse(text, out var peer) || peer.Host.Length == 0) return false;
            value = peer;
            return true;
        },
        value => value?.ToString() ?? "none");

    public static ValueKind<TimeSpan> Duration { get; } = new(
        "a duration such as 500ms, 30s, 10m or 1h30m",
        (string text, string _, out TimeSpan value) => DurationText.TryParse(text, out value),
        DurationText.Format);

    /// <summary>A duration; a bare number counts seconds, as in the variables of spec/kronos.md.</summary>
    public static ValueKind<TimeSpan> Seconds { get; } = new(
        "a number of seconds, or a duration such as 500ms or 2m",
        (string text, string _, out TimeSpan value) => DurationText.TryParse(text, out value) || DurationText.TryParse($"{text}s", out value),
        DurationText.Format);

    /// <summary>Networks, or addresses, which are networks of one.</summary>
    public static ValueKind<IReadOnlyList<IPNetwork>> Networks { get; } = new(
        "a list of addresses and networks, such as 10.0.0.7 and 172.16.0.0/12",
        (string text, string _, out IReadOnlyList<IPNetwork> value) => TryNetworks(text, out value),
        value => string.Join(',', value))
    { IsList = true };

    public static ValueKind<long> Size { get; } = new(
        "a size such as 512MiB (1,024 of 1,024 bytes), 64MB (1,000 of 1,000 bytes) or a number of bytes",
        (string text, string _, out long value) => SizeText.TryParse(text, out value),
        SizeText.Format);

    public static ValueKind<long> SizeOfAtLeast(long least) => new(
        $"a size of at least {SizeText.Format(least)}",
        (string text, string _, out long value) => SizeText.TryParse(text, out value) && value >= least,
        SizeText.Format);

    public static ValueKind<IReadOnlyList<string>> List { get; } = new(
        "a list of texts",
        (string text, string _, out IReadOnlyList<string> value) => (value = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Count > 0,
        value => string.Join(',', value))
    { IsList = true };

    /// <summary>Levels by target, in the form of RUST_LOG. Packs' own names for targets are accepted like any other.</summary>
    public static ValueKind<string> LogFilter { get; } = new(
        "a log level, or several such as warn,requests=info",
        (string text, string _, out string value) => (value = text).Length > 0 && ProblemOf(text) is null,
        value => value)
    { Remark = ProblemOf };

    public static ValueKind<int> Integer(int least, int most) => new(
        most == int.MaxValue ? $"a whole number of at least {least}" : $"a whole number from {least} to {most}",
        (string text, string _, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= least && value <= most,
        value => value.ToString(CultureInfo.InvariantCulture));

    public static ValueKind<double> Number(double least, double most) => new(
        $"a number from {least} to {most}",
        (string text, string _, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value >= least && value <= most,
        value => value.ToString(CultureInfo.InvariantCulture));

    public static ValueKind<string> Choice(params string[] names) => new(
        $"one of {string.Join(", ", names)}",
        (string text, string _, out string value) => names.Contains(value = text.ToLowerInvariant(), StringComparer.Ordinal),
        value => value);

    private static bool TryNetworks(string text, out IReadOnlyList<IPNetwork> value)
    {
        var networks = new List<IPNetwork>();
        value = networks;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPAddress.TryParse(part, out var address)) networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else if (IPNetwork.TryParse(part, out var network)) networks.Add(network);
            else return false;
        }

        return networks.Count > 0;
    }

    private static bool TryUrl(string text, out Uri? value) => Uri.TryCreate(text, UriKind.Absolute, out value) && value.Scheme is "http" or "https";

    private static string? ProblemOf(string filter)
    {
        _ = Telemetry.Lines.LogFilter.TryParse(filter, new Dictionary<string, string>(), out var problem);
        return problem;
    }
}
