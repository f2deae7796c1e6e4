using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Vitrine.Telemetry.Documents;

/// <summary>
/// The part of TOML that settings need, told as the events of a YAML document: tables, dotted and quoted keys, texts on one line, numbers, booleans, and arrays of
/// those. Dates, tables in one line, arrays of tables and texts over several lines are errors that say so.
/// </summary>
/// <remarks>TOML 1.0 (https://toml.io/en/v1.0.0). A document that is wrong throws at its first error, with the place.</remarks>
internal sealed class TomlParser : IParser
{
    private readonly Queue<ParsingEvent> _events = [];

    public TomlParser(string text)
    {
        var root = new TomlTable(new Mark(0, 1, 1));
        new TomlReader(text).ReadInto(root);
        _events.Enqueue(new StreamStart());
        _events.Enqueue(new DocumentStart());
        Tell(root);
        _events.Enqueue(new DocumentEnd(isImplicit: true));
        _events.Enqueue(new StreamEnd());
    }

    public ParsingEvent? Current { get; private set; }

    public bool MoveNext()
    {
        Current = _events.TryDequeue(out var next) ? next : null;
        return Current is not null;
    }

    private void Tell(TomlTable table)
    {
        _events.Enqueue(new MappingStart(AnchorName.Empty, TagName.Empty, true, MappingStyle.Block, table.At, table.At));
        foreach (var (key, entry) in table.Entries)
        {
            Tell(key, entry.At);
            switch (entry.Value)
            {
                case TomlTable below:
                    Tell(below);
                    break;
                case IReadOnlyList<TomlScalar> list:
                    _events.Enqueue(new SequenceStart(AnchorName.Empty, TagName.Empty, true, SequenceStyle.Flow, entry.At, entry.At));
                    foreach (var element in list) Tell(element.Text, element.At);
                    _events.Enqueue(new SequenceEnd(entry.At, entry.At));
                    break;
                case TomlScalar scalar:
                    Tell(scalar.Text, scalar.At);
                    break;
            }
        }

        _events.Enqueue(new MappingEnd(table.At, table.At));
    }

    private void Tell(string text, Mark at) => _events.Enqueue(new Scalar(AnchorName.Empty, TagName.Empty, text, ScalarStyle.Plain, true, false, at, at));
}
