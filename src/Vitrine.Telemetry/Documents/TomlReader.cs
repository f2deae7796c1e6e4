using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace Vitrine.Telemetry.Documents;

/// <summary>Reads a TOML text, character by character, into tables.</summary>
/// <param name="text">The document.</param>
internal sealed partial class TomlReader(string text)
{
    private int _at;
    private int _line = 1;
    private int _lineStart;

    private char Next => _at < text.Length ? text[_at] : '\0';

    private Mark Here => new(_at, _line, _at - _lineStart + 1);

    /// <summary>Reads the whole text into a root.</summary>
    /// <exception cref="YamlException">It is no TOML, or TOML that this reader does not know; with the place.</exception>
    public void ReadInto(TomlTable root)
    {
        var table = root;
        while (SkipBlank(overLines: true))
        {
            if (Next == '[') table = ReadHeader(root);
            else ReadPair(table);
            if (SkipBlank(overLines: false) && Next != '\n') throw Wrong("expected the end of the line.");
        }
    }

    private TomlTable ReadHeader(TomlTable root)
    {
        var place = Here;
        _at++;
        if (Next == '[') throw Wrong("arrays of tables are not known here.");
        var table = root;
        foreach (var key in ReadKeys(']')) table = table.Below(key, place);
        _at++;
        if (table.IsNamed) throw new YamlException(place, place, "This table appears twice.");
        table.IsNamed = true;
        return table;
    }

    private void ReadPair(TomlTable table)
    {
        var place = Here;
        var keys = ReadKeys('=');
        _at++;
        SkipBlank(overLines: false);
        foreach (var key in keys[..^1]) table = table.Below(key, place);
        table.Add(keys[^1], Next == '[' ? ReadArray() : ReadScalar(), place);
    }

    private List<string> ReadKeys(char end)
    {
        var keys = new List<string>();
        while (true)
        {
            SkipBlank(overLines: false);
            keys.Add(Next is '"' or '\'' ? ReadText() : ReadBareKey());
            SkipBlank(overLines: false);
            if (Next == end) return keys;
            if (Next != '.') throw Wrong($"expected '{end}' behind the key.");
            _at++;
        }
    }

    private string ReadBareKey()
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Next) || Next is '_' or '-') _at++;
        return _at > start ? text[start.._at] : throw Wrong("expected a key.");
    }

    private List<TomlScalar> ReadArray()
    {
        var elements = new List<TomlScalar>();
        _at++;
        while (SkipBlank(overLines: true) && Next != ']')
        {
            if (Next == '[') throw Wrong("arrays in arrays are not known here.");
            elements.Add(ReadScalar());
            SkipBlank(overLines: true);
            if (Next == ',') _at++;
            else if (Next != ']') throw Wrong("expected ',' or ']'.");
        }

        if (Next != ']') throw Wrong("expected ']'.");
        _at++;
        return elements;
    }

    private TomlScalar ReadScalar()
    {
        var place = Here;
        if (Next is '"' or '\'') return new TomlScalar(ReadText(), place);
        if (Next == '{') throw Wrong("tables in one line are not known here: write [table] above its keys.");
        var start = _at;
        while (Next is not ('\0' or '\n' or '\r' or '#' or ',' or ']' or ' ' or '\t')) _at++;
        var word = text[start.._at];
        if (word is "true" or "false") return new TomlScalar(word, place);
        if (Number().IsMatch(word)) return new TomlScalar(word.Replace("_", "", StringComparison.Ordinal).TrimStart('+'), place);
        throw new YamlException(place, place, word.Length == 0 ? "expected a value." : $"'{word}' is no value: texts stand in quotes.");
    }

    /// <summary>A text in double quotes, with escapes, or in single ones, as it stands.</summary>
    private string ReadText()
    {
        var quote = Next;
        if (string.CompareOrdinal(text, _at, new string(quote, 3), 0, 3) == 0) throw Wrong("texts over several lines are not known here.");
        var result = new StringBuilder();
        for (_at++; Next != quote; _at++)
        {
            if (Next is '\0' or '\n') throw Wrong($"expected {quote} at the end of the text.");
            result.Append(Next == '\\' && quote == '"' ? ReadEscape() : Next.ToString());
        }

        _at++;
        return result.ToString();
    }

    // Leaves the place at the last character of the escape.
    private string ReadEscape()
    {
        _at++;
        switch (Next)
        {
            case 'b': return "\b";
            case 't': return "\t";
            case 'n': return "\n";
            case 'f': return "\f";
            case 'r': return "\r";
            case '"' or '\\': return Next.ToString();
            case 'u' or 'U':
                var length = Next == 'u' ? 4 : 8;
                if (_at + length >= text.Length || !int.TryParse(text.AsSpan(_at + 1, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rune) || !Rune.IsValid(rune)) throw Wrong("this escape is no character.");
                _at += length;
                return char.ConvertFromUtf32(rune);
            default: throw Wrong($"'\\{Next}' is no escape.");
        }
    }

    /// <summary>Passes over blanks and comments; false at the end of the text.</summary>
    private bool SkipBlank(bool overLines)
    {
        for (; _at < text.Length; _at++)
        {
            if (Next == '#') _at = text.IndexOf('\n', _at) is >= 0 and var end ? end : text.Length;
            if (Next == '\n')
            {
                if (!overLines) return true;
                (_line, _lineStart) = (_line + 1, _at + 1);
            }
            else if (Next is not (' ' or '\t' or '\r'))
            {
                break;
            }
        }

        return _at < text.Length;
    }

    private YamlException Wrong(string message) => new(Here, Here, message);

    [GeneratedRegex(@"\A[+-]?(\d[\d_]*(\.\d[\d_]*)?([eE][+-]?\d+)?)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}
