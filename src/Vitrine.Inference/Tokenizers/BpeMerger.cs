namespace Vitrine.Inference.Tokenizers;

/// <summary>
/// Byte-pair merging, word by word: of all neighbouring tokens that join, the pair with the lowest rank (leftmost first among equals) is
/// joined, until no pair is left (llama-vocab.cpp, <c>llm_tokenizer_bpe_session</c>). Keeps its buffers between words; one per text.
/// </summary>
internal sealed class BpeMerger(BpeMerges merges)
{
    private readonly PriorityQueue<Pair, (int Rank, int Left)> _queue = new();
    private Symbol[] _symbols = new Symbol[32];

    /// <summary>Merges the tokens of one word's bytes and appends the result.</summary>
    public void Run(ReadOnlySpan<byte> word, ReadOnlySpan<int> byteTokens, List<int> output)
    {
        if (_symbols.Length < word.Length) _symbols = new Symbol[Math.Max(word.Length, 2 * _symbols.Length)];
        for (int i = 0; i < word.Length; i++) _symbols[i] = new Symbol { Token = byteTokens[word[i]], Previous = i - 1, Next = i + 1 < word.Length ? i + 1 : -1 };
        for (int i = 1; i < word.Length; i++) Offer(i - 1, i);
        while (_queue.TryDequeue(out Pair pair, out _)) Join(pair);
        for (int i = word.IsEmpty ? -1 : 0; i >= 0; i = _symbols[i].Next) output.Add(_symbols[i].Token);
    }

    private void Join(Pair pair)
    {
        // A symbol that was merged meanwhile is another token, or none: the pair is stale.
        ref Symbol left = ref _symbols[pair.Left];
        ref Symbol right = ref _symbols[pair.Right];
        if (left.Token != pair.LeftToken || right.Token != pair.RightToken) return;
        left.Token = pair.Union;
        left.Next = right.Next;
        right.Token = -1;
        if (right.Next >= 0) _symbols[right.Next].Previous = pair.Left;
        if (left.Previous >= 0) Offer(left.Previous, pair.Left);
        if (left.Next >= 0) Offer(pair.Left, left.Next);
    }

    private void Offer(int left, int right)
    {
        int leftToken = _symbols[left].Token;
        int rightToken = _symbols[right].Token;
        if (merges.TryGet(leftToken, rightToken, out (int Rank, int Union) merge))
            _queue.Enqueue(new Pair(left, right, leftToken, rightToken, merge.Union), (merge.Rank, left));
    }

    private struct Symbol
    {
        public int Token;
        public int Previous;
        public int Next;
    }

    private readonly record struct Pair(int Left, int Right, int LeftToken, int RightToken, int Union);
}
