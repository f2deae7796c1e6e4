namespace Vitrine.Inference.Sampling;

/// <summary>
/// The last tokens of prompt and answer, and the penalty on repeating them (llama-sampler.cpp, <c>llama_sampler_penalties</c>). Allocates nothing
/// after construction. One per sampler, not thread-safe.
/// </summary>
internal sealed class RecentTokens(int vocabulary)
{
    /// <summary>How far back repetition is seen, in tokens: llama.cpp's default.</summary>
    public const int Window = 64;

    private readonly int[] _tokens = new int[Window];
    private readonly float[] _logits = new float[vocabulary];
    private int _count;
    private int _next;

    /// <summary>Forgets everything but the end of a prompt.</summary>
    public void Reset(ReadOnlySpan<int> prompt)
    {
        _count = _next = 0;
        foreach (int token in prompt[Math.Max(0, prompt.Length - Window)..]) Add(token);
    }

    /// <summary>Takes the token that was chosen; the oldest one is forgotten.</summary>
    public void Add(int token)
    {
        _tokens[_next] = token;
        _next = (_next + 1) % Window;
        _count = Math.Min(_count + 1, Window);
    }

    /// <summary>A copy of the logits in which recent tokens are penalised, valid until the next call.</summary>
    public ReadOnlySpan<float> Penalise(ReadOnlySpan<float> logits, float penalty)
    {
        logits.CopyTo(_logits);
        foreach (int token in _tokens.AsSpan(0, _count))
        {
            // From the original logit, so that a token is penalised once however often it occurred. A tiny penalty must not make infinities,
            // which the softmax would turn into NaN.
            float logit = logits[token];
            _logits[token] = Math.Clamp(logit <= 0 ? logit * penalty : logit / penalty, float.MinValue, float.MaxValue);
        }

        return _logits.AsSpan(0, logits.Length);
    }
}
