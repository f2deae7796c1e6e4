using System.Globalization;
using System.Text.RegularExpressions;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Gateway.Objects.Reading;

/// <summary>Reads <c>metadata</c>. What Kubernetes adds to a document that was applied is accepted and left alone.</summary>
internal static partial class MetadataReader
{
    private static readonly string[] s_kubernetes =
    [
        "annotations", "creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "finalizers", "generateName", "generation", "labels",
        "managedFields", "ownerReferences", "resourceVersion", "selfLink", "uid",
    ];

    /// <summary>The object's name; the mapping is for further keys and their errors. Null when there is no metadata, which is an error by then.</summary>
    public static (ObjectName Id, YamlMap Metadata)? Read(ObjectReading reading, YamlMap document, string kind)
    {
        if (document.Map("metadata") is not { } metadata)
        {
            if (!document.Has("metadata")) document.Error("metadata", "is missing: an object needs a name.");
            return null;
        }

        var id = new ObjectName(Name(metadata, "namespace", ObjectName.DefaultNamespace), Name(metadata, "name", ""));
        foreach (var key in s_kubernetes) metadata.Has(key);
        metadata.Done();
        reading.Declare(kind, id, metadata);
        return (id, metadata);
    }

    /// <summary>An instant as Kubernetes writes it, or null.</summary>
    public static DateTimeOffset? Instant(YamlMap map, string key)
    {
        if (map.Text(key) is not { Length: > 0 } text || text == "null") return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)) return instant;
        map.Error(key, $"must be an instant such as 2024-01-15T10:30:45Z, not '{text}'.");
        return null;
    }

    private static string Name(YamlMap metadata, string key, string otherwise)
    {
        var text = otherwise.Length == 0 ? metadata.RequiredText(key) : metadata.Text(key) ?? otherwise;
        if (metadata.Has(key) && (text.Length > 253 || !Accepted().IsMatch(text)))
            metadata.Error(key, $"must be at most 253 lower-case letters, digits, '-' and '.', beginning and ending with a letter or digit, not '{Shorten(text)}'.");
        return text;
    }

    private static string Shorten(string text) => text.Length > 80 ? text[..80] + "…" : text;

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Accepted();
}
