using System.Text;

namespace Vitrine.Inference.Tokenizers;

/// <summary>
/// Cuts a text into the words within which byte-level BPE merges. It is the scanner of two regular expressions (llama-vocab.cpp,
/// <c>llm_tokenizer_bpe</c>), by hand because .NET's work on UTF-16 units and take letters beyond U+FFFF for symbols:
/// <code>
/// gpt-2:  's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
/// modern: (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,MaxDigits}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
/// </code>
/// </summary>
internal ref struct WordReader(ReadOnlySpan<char> text, WordRules rules)
{
    private readonly WordRules _rules = rules;
    private ReadOnlySpan<char> _rest = text;

    private enum Kind
    {
        End,
        Letter,
        Number,
        Space,
        Symbol,
    }

    /// <summary>Reads the next word; false at the end. Words joined give the text.</summary>
    public bool TryRead(out ReadOnlySpan<char> word)
    {
        int length = _rest.IsEmpty ? 0 : Contraction();
        if (length == 0) length = _rules.IsModern ? ModernWord() : Gpt2Word();
        if (length == 0) length = Spaces();
        word = _rest[..length];
        _rest = _rest[length..];
        return length > 0;
    }

    private readonly int Contraction()
    {
        if (_rest[0] != '\'') return 0;
        char first = Folded(1);
        if (first is 's' or 't' or 'm' or 'd') return 2;
        return (first, Folded(2)) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? 3 : 0;
    }

    private readonly char Folded(int at)
    {
        if (at >= _rest.Length) return '\0';
        return _rules.IsModern ? char.ToLowerInvariant(_rest[at]) : _rest[at];
    }

    private readonly int Gpt2Word()
    {
        int start = SpaceInFront();
        Kind kind = Look(start, out _);
        return kind is Kind.End or Kind.Space ? 0 : Run(start, kind, int.MaxValue);
    }

    private readonly int ModernWord()
    {
        Kind kind = Look(0, out int width);
        if (kind == Kind.Letter) return Run(0, kind, int.MaxValue);
        if (kind == Kind.Number) return Run(0, kind, _rules.MaxDigits);
        if (kind != Kind.End && _rest[0] is not ('\r' or '\n') && Look(width, out _) == Kind.Letter) return Run(width, Kind.Letter, int.MaxValue);

        int start = SpaceInFront();
        if (Look(start, out _) != Kind.Symbol) return 0;
        int end = Run(start, Kind.Symbol, int.MaxValue);
        while (end < _rest.Length && _rest[end] is '\r' or '\n') end++;
        return end;
    }

    private readonly int Spaces()
    {
        // All white space is one UTF-16 unit wide.
        int end = Run(0, Kind.Space, int.MaxValue);
        int lineEnd = _rules.IsModern ? _rest[..end].LastIndexOfAny('\r', '\n') : -1;
        if (lineEnd >= 0) return lineEnd + 1;
        // The last space belongs to the word that follows.
        return end > 1 && end < _rest.Length ? end - 1 : end;
    }

    private readonly int SpaceInFront() => _rest is [' ', ..] ? 1 : 0;

    /// <summary>The end of at most <paramref name="most"/> characters of one kind.</summary>
    private readonly int Run(int at, Kind kind, int most)
    {
        for (int count = 0; count < most && Look(at, out int width) == kind; count++) at += width;
        return at;
    }

    private readonly Kind Look(int at, out int width)
    {
        width = 0;
        if (at >= _rest.Length) return Kind.End;
        // Half a surrogate pair reads as U+FFFD, a symbol, which is also what it is encoded as.
        Rune.DecodeFromUtf16(_rest[at..], out Rune rune, out width);
        return Rune.IsLetter(rune) ? Kind.Letter : Rune.IsNumber(rune) ? Kind.Number : Rune.IsWhiteSpace(rune) ? Kind.Space : Kind.Symbol;
    }
}
