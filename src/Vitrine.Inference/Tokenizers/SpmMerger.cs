using System.Buffers;
using System.Numerics;

namespace Vitrine.Inference.Tokenizers;

/// <summary>
/// SentencePiece's pair merging over one text: of all neighbouring symbols whose union is a token, the pair with the highest score
/// (leftmost first among equals) is joined, until no pair is left (llama-vocab.cpp, <c>llm_tokenizer_spm_session</c>).
/// </summary>
internal ref struct SpmMerger
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _pieces;
    private readonly Vocabulary _vocabulary;
    private readonly PriorityQueue<Pair, (float, int)> _queue;
    private readonly Symbol[] _symbols;

    public SpmMerger(ReadOnlySpan<byte> text, Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> pieces, Vocabulary vocabulary)
    {
        _text = text;
        _pieces = pieces;
        _vocabulary = vocabulary;
        _queue = new PriorityQueue<Pair, (float, int)>(HighestScoreThenLeftmost.Instance);
        _symbols = ArrayPool<Symbol>.Shared.Rent(text.Length);
    }

    /// <summary>Merges and appends the tokens; what is no token is written byte by byte.</summary>
    public void Run(List<int> output, ReadOnlySpan<int> byteTokens)
    {
        int count = Cut();
        for (int i = 1; i < count; i++) Offer(i - 1, i);
        while (_queue.TryDequeue(out Pair pair, out _)) Join(pair);

        for (int i = count == 0 ? -1 : 0; i >= 0; i = _symbols[i].Next)
        {
            ReadOnlySpan<byte> piece = _text.Slice(_symbols[i].Start, _symbols[i].Length);
            if (_pieces.TryGetValue(piece, out int token)) output.Add(token);
            else foreach (byte b in piece) output.Add(byteTokens[b]);
        }

        ArrayPool<Symbol>.Shared.Return(_symbols);
    }

    /// <summary>Cuts the text into characters.</summary>
    private readonly int Cut()
    {
        int count = 0;
        for (int at = 0; at < _text.Length; count++)
        {
            // A leading byte 110xxxxx starts two bytes, 1110xxxx three, 11110xxx four; the encoder has made the text valid.
            int length = Math.Max(1, BitOperations.LeadingZeroCount(~((uint)_text[at] << 24)));
            length = Math.Min(length, _text.Length - at);
            _symbols[count] = new Symbol(at, length, count - 1, count + 1);
            at += length;
        }

        if (count > 0) _symbols[count - 1].Next = -1;
        return count;
    }

    private readonly void Join(Pair pair)
    {
        // A symbol that was merged meanwhile has another length: the pair is stale.
        ref Symbol left = ref _symbols[pair.Left];
        ref Symbol right = ref _symbols[pair.Right];
        if (left.Length == 0 || right.Length == 0 || left.Length + right.Length != pair.Length) return;
        left.Length += right.Length;
        right.Length = 0;
        left.Next = right.Next;
        if (right.Next >= 0) _symbols[right.Next].Previous = pair.Left;
        if (left.Previous >= 0) Offer(left.Previous, pair.Left);
        if (left.Next >= 0) Offer(pair.Left, left.Next);
    }

    private readonly void Offer(int left, int right)
    {
        int length = _symbols[left].Length + _symbols[right].Length;
        if (_pieces.TryGetValue(_text.Slice(_symbols[left].Start, length), out int token))
            _queue.Enqueue(new Pair(left, right, length), (_vocabulary.Score(token), left));
    }

    private struct Symbol(int start, int length, int previous, int next)
    {
        public readonly int Start = start;
        public int Length = length;
        public int Previous = previous;
        public int Next = next;
    }

    private readonly record struct Pair(int Left, int Right, int Length);

    private sealed class HighestScoreThenLeftmost : IComparer<(float Score, int Left)>
    {
        public static readonly HighestScoreThenLeftmost Instance = new();

        public int Compare((float Score, int Left) x, (float Score, int Left) y)
        {
            int byScore = y.Score.CompareTo(x.Score);
            return byScore != 0 ? byScore : x.Left.CompareTo(y.Left);
        }
    }
}
