using System.Text.Json;
using Vitrine.Inference.Sampling;
using Vitrine.ModelServer.Requests;
using Vitrine.Telemetry.Documents;

namespace Vitrine.ModelServer.Answers;

/// <summary>The part that all requests for an answer have in common: how to choose tokens, when to stop, and how to send them.</summary>
/// <param name="defaultMaxTokens">The limit of a request that names none; null leaves it to the context.</param>
internal abstract class AnswerReader(int? defaultMaxTokens) : RequestReader
{
    private const string AskAgain = "1: send the request several times for several answers";

    /// <summary>How to choose tokens and when to stop.</summary>
    protected SamplingOptions Sampling { get; private set; } = new();

    /// <summary>Whether the answer is sent as it is made.</summary>
    protected bool Stream { get; private set; }

    /// <summary>Whether a stream ends with OpenAI's extra event.</summary>
    protected bool IncludeUsage { get; private set; }

    protected override bool TryReadField(string field, ref Utf8JsonReader json)
    {
        switch (field)
        {
            case "stream": Stream = FieldReader.Flag(ref json, field, Errors) ?? false; return true;
            case "stream_options": ReadStreamOptions(ref json); return true;
            case "n" or "best_of": RefuseSeveral(field, ref json); return true;
        }

        return TryReadSampling(field, ref json) || TryRefuse(field, ref json);
    }

    protected override void Check()
    {
        foreach (var invalid in SamplingValidator.Validate(Sampling)) Errors.Wrong(invalid.Name, invalid.Value, invalid.Accepted);
        Sampling = Sampling with { MaxTokens = Sampling.MaxTokens ?? defaultMaxTokens };
    }

    private bool TryReadSampling(string field, ref Utf8JsonReader json)
    {
        switch (field)
        {
            case "temperature": Sampling = Sampling with { Temperature = FieldReader.Real(ref json, field, "a number from 0 to 10", Errors) ?? Sampling.Temperature }; return true;
            case "top_p": Sampling = Sampling with { TopP = FieldReader.Real(ref json, field, "a number above 0, up to 1", Errors) ?? Sampling.TopP }; return true;
            case "top_k": Sampling = Sampling with { TopK = FieldReader.Integer(ref json, field, "an integer from 0 (off) to 1000000", Errors) ?? Sampling.TopK }; return true;
            case "min_p": Sampling = Sampling with { MinP = FieldReader.Real(ref json, field, "a number from 0 (off) to 1", Errors) ?? Sampling.MinP }; return true;
            case "repetition_penalty" or "repeat_penalty": Sampling = Sampling with { RepetitionPenalty = FieldReader.Real(ref json, field, "a number above 0, up to 100 (1 is off)", Errors) ?? Sampling.RepetitionPenalty }; return true;
            case "max_tokens" or "max_completion_tokens": Sampling = Sampling with { MaxTokens = FieldReader.Integer(ref json, field, "an integer of at least 1", Errors) ?? Sampling.MaxTokens }; return true;
            case "ignore_eos": Sampling = Sampling with { IgnoreEnd = FieldReader.Flag(ref json, field, Errors) ?? false }; return true;
            case "seed": Sampling = Sampling with { Seed = (ulong?)FieldReader.LongInteger(ref json, field, "an integer of 64 bits", Errors) }; return true;
            case "stop": Sampling = Sampling with { Stop = FieldReader.Texts(ref json, field, Errors) ?? [] }; return true;
            default: return false;
        }
    }

    private void ReadStreamOptions(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            FieldReader.Refuse(ref json, "stream_options", "an object with include_usage", Errors);
            return;
        }

        while (json.NextProperty())
        {
            var isUsage = json.ValueTextEquals("include_usage"u8);
            json.Read();
            if (isUsage) IncludeUsage = FieldReader.Flag(ref json, "stream_options.include_usage", Errors) ?? false;
            else json.Skip();
        }
    }

    private void RefuseSeveral(string field, ref Utf8JsonReader json)
    {
        if (FieldReader.Integer(ref json, field, "1", Errors) is { } count and not 1) Errors.Wrong(field, count.ToString(), AskAgain);
    }

    private bool TryRefuse(string field, ref Utf8JsonReader json)
    {
        if (UnsupportedFields.InsteadOf(field) is not { } instead) return false;
        if (!UnsupportedFields.IsHarmless(field, ref json)) Errors.Unsupported(field, instead);
        return true;
    }
}
