namespace Vitrine.Inference.Tokenizers;

/// <summary>
/// Cuts a text at the special tokens that it spells. As in llama.cpp the longest token is searched first in the whole text, then the next
/// longest in what is left, so the result does not depend on which token starts first.
/// </summary>
internal sealed class SpecialTokens
{
    private readonly (string Text, int Id)[] _tokens;

    public SpecialTokens(Vocabulary vocabulary)
    {
        _tokens = [.. Enumerable.Range(0, vocabulary.Count)
            .Where(id => vocabulary.Kind(id) is TokenKind.Control or TokenKind.UserDefined or TokenKind.Unknown && vocabulary.Text(id).Length > 0)
            .Select(id => (vocabulary.Text(id), id))
            .OrderByDescending(token => token.Item1.Length).ThenBy(token => token.id)];
    }

    /// <summary>Appends the parts of <paramref name="text"/>: either a token id, or a stretch of text with the id −1.</summary>
    public void Split(string text, List<(string Text, int Token)> parts)
    {
        int first = parts.Count;
        if (text.Length > 0) parts.Add((text, -1));
        foreach ((string special, int id) in _tokens)
        {
            for (int i = first; i < parts.Count; i++)
            {
                (string part, int token) = parts[i];
                int at = token >= 0 ? -1 : part.IndexOf(special, StringComparison.Ordinal);
                if (at < 0) continue;
                parts.RemoveAt(i);
                if (at + special.Length < part.Length) parts.Insert(i, (part[(at + special.Length)..], -1));
                parts.Insert(i, (special, id));
                if (at > 0) parts.Insert(i++, (part[..at], -1));
            }
        }
    }
}
