using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Vitrine.Telemetry.Documents;

/// <summary>
/// A YAML document being read: packs, <c>vitrine.yaml</c>, ModelRoutes. Readers ask for what they know; everything else, and everything of the
/// wrong shape, becomes an error with file, line and key. Reading never stops at the first.
/// </summary>
public sealed class YamlSource
{
    /// <summary>Documents larger than this are refused, in bytes.</summary>
    public const int SizeLimit = 4 * 1024 * 1024;

    private readonly List<DocumentError> _errors = [];

    private YamlSource(string file) => File = file;

    /// <summary>The file, as errors name it.</summary>
    public string File { get; }

    /// <summary>What was found wrong so far, in the order found.</summary>
    public IReadOnlyList<DocumentError> Errors => _errors;

    /// <summary>Whether the text could not be read as a mapping at all.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The root mapping; empty when the document is empty or broken.</summary>
    public YamlMap Root { get; private set; } = null!;

    /// <summary>Parses the first document of a text.</summary>
    public static YamlSource Parse(string file, string text)
    {
        var source = new YamlSource(file);
        source.Root = new YamlMap(source, source.ParseRoot(text), "");
        return source;
    }

    /// <summary>Adds an error at a node.</summary>
    public void Error(YamlNode node, string key, string message) =>
        _errors.Add(new DocumentError(File, (int)Math.Max(1, node.Start.Line), (int)Math.Max(1, node.Start.Column), key, message));

    /// <summary>Throws when anything is wrong.</summary>
    public void ThrowIfWrong()
    {
        if (_errors.Count > 0) throw new DocumentException([.. _errors.OrderBy(error => error.Line).ThenBy(error => error.Column)]);
    }

    private YamlMappingNode ParseRoot(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) > SizeLimit) return Broken(1, 1, $"The document is larger than {SizeLimit / 1024 / 1024} MiB.");
        var tab = TabIndent(text);
        if (tab > 0) return Broken(tab, 1, "A tab indents this line. YAML indents with spaces.");
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 0 ? new YamlMappingNode() : MapOf(stream.Documents[0].RootNode);
        }
        catch (YamlException e)
        {
            return Broken((int)e.Start.Line, (int)e.Start.Column, $"Not valid YAML: {e.InnerException?.Message ?? e.Message}");
        }
    }

    private YamlMappingNode MapOf(YamlNode node)
    {
        if (node is YamlMappingNode map) return map;
        if (node is YamlScalarNode { Value: null or "" }) return [];
        IsBroken = true;
        Error(node, "", "The document must be a mapping of keys to values.");
        return [];
    }

    private YamlMappingNode Broken(int line, int column, string message)
    {
        IsBroken = true;
        _errors.Add(new DocumentError(File, Math.Max(1, line), Math.Max(1, column), "", message));
        return [];
    }

    private static int TabIndent(string text)
    {
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var indent = line[..(line.Length - line.TrimStart(" \t").Length)];
            if (indent.Contains('\t') && indent.Length < line.Length) return number;
        }

        return 0;
    }
}
