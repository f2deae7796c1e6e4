using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
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

    /// <summary>Mappings and lists in each other, at most, in documents that are reloaded.</summary>
    public const int DepthLimit = 64;

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
        var documents = source.Load(text);
        source.Root = new YamlMap(source, documents.Count == 0 ? [] : source.MapOf(documents[0].RootNode), "");
        return source;
    }

    /// <summary>Parses a TOML document, as far as <see cref="TomlParser"/> knows TOML, into the same tree: readers see no difference.</summary>
    public static YamlSource ParseToml(string file, string text)
    {
        var source = new YamlSource(file);
        var documents = source.LoadToml(text);
        source.Root = new YamlMap(source, documents.Count == 0 ? [] : source.MapOf(documents[0].RootNode), "");
        return source;
    }

    /// <summary>
    /// Parses every document of a file that is reloaded while it is in force. Stricter than <see cref="Parse"/>: anchors and aliases, which multiply,
    /// and deep nesting are refused. Empty documents are left out. A text that cannot be read is one broken source.
    /// </summary>
    public static IReadOnlyList<YamlSource> ParseAll(string file, string text)
    {
        var whole = new YamlSource(file);
        var documents = whole.Load(text, isReloaded: true);
        if (whole.IsBroken)
        {
            whole.Root = new YamlMap(whole, [], "");
            return [whole];
        }

        var sources = new List<YamlSource>();
        foreach (var document in documents)
        {
            if (document.RootNode is YamlScalarNode { Value: null or "" }) continue;
            var source = new YamlSource(file);
            source.Root = new YamlMap(source, source.MapOf(document.RootNode), "");
            sources.Add(source);
        }

        return sources;
    }

    /// <summary>Adds an error at a node.</summary>
    public void Error(YamlNode node, string key, string message) => _errors.Add(At(node, key, message));

    /// <summary>What there is to say of a node, with its place; not an error of this document unless somebody adds it.</summary>
    public DocumentError At(YamlNode node, string key, string message) =>
        new(File, (int)Math.Max(1, node.Start.Line), (int)Math.Max(1, node.Start.Column), key, message);

    /// <summary>Throws when anything is wrong.</summary>
    public void ThrowIfWrong()
    {
        if (_errors.Count > 0) throw new DocumentException([.. _errors.OrderBy(error => error.Line).ThenBy(error => error.Column)]);
    }

    private IList<YamlDocument> Load(string text, bool isReloaded = false)
    {
        if (Encoding.UTF8.GetByteCount(text) > SizeLimit) return Broken(1, 1, $"The document is larger than {SizeLimit / 1024 / 1024} MiB.");
        var tab = TabIndent(text);
        if (tab > 0) return Broken(tab, 1, "A tab indents this line. YAML indents with spaces.");
        var last = Mark.Empty;
        try
        {
            if (isReloaded && Refused(text, ref last) is var (at, why)) return Broken((int)at.Line, (int)at.Column, why);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents;
        }
        catch (YamlException e)
        {
            return Broken((int)e.Start.Line, (int)e.Start.Column, $"Not valid YAML: {e.InnerException?.Message ?? e.Message}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // YamlDotNet's scanner gives up in this way on some texts.
            return Broken((int)last.Line, (int)last.Column, "Not valid YAML from here on.");
        }
    }

    private IList<YamlDocument> LoadToml(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) > SizeLimit) return Broken(1, 1, $"The document is larger than {SizeLimit / 1024 / 1024} MiB.");
        try
        {
            var stream = new YamlStream();
            stream.Load(new TomlParser(text));
            return stream.Documents;
        }
        catch (YamlException e)
        {
            return Broken((int)e.Start.Line, (int)e.Start.Column, e.InnerException?.Message ?? e.Message);
        }
    }

    /// <summary>What documents that are reloaded may not hold, found before any tree is built.</summary>
    /// <param name="text">The documents.</param>
    /// <param name="last">How far the reader came.</param>
    private static (Mark At, string Why)? Refused(string text, ref Mark last)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            last = parser.Current!.End;
            if (parser.Current is AnchorAlias) return (parser.Current.Start, "Aliases ('*name') are not supported here: write the value out.");
            if (parser.Current is NodeEvent { Anchor.IsEmpty: false }) return (parser.Current.Start, "Anchors ('&name') are not supported here: write the value out.");
            depth += parser.Current is MappingStart or SequenceStart ? 1 : parser.Current is MappingEnd or SequenceEnd ? -1 : 0;
            if (depth > DepthLimit) return (parser.Current.Start, $"Nested more than {DepthLimit} deep.");
        }

        return null;
    }

    private YamlMappingNode MapOf(YamlNode node)
    {
        if (node is YamlMappingNode map) return map;
        if (node is YamlScalarNode { Value: null or "" }) return [];
        IsBroken = true;
        Error(node, "", "The document must be a mapping of keys to values.");
        return [];
    }

    private IList<YamlDocument> Broken(int line, int column, string message)
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
