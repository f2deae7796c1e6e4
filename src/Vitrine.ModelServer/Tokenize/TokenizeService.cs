using Vitrine.ModelServer.Api;
using Vitrine.ModelServer.Inferences;
using Vitrine.ModelServer.Requests;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Tokenize;

/// <summary>Counts tokens with a model's own tokenizer. It needs no slot.</summary>
internal sealed class TokenizeService(InferenceGate gate, ModelServerOptions options)
{
    /// <summary>Counts the tokens of a text, without those that the model puts around every text, or says why not.</summary>
    public async Task<(int? Tokens, ApiError? Error)> CountAsync(Operation http, TokenizeRequest request, CancellationToken clientLeft)
    {
        using var inference = Begin(http, request);
        var (pass, error) = await gate.EnterAsync(inference, request.Model, clientLeft);
        if (pass is null)
        {
            InferenceFailure.EndUnstarted(inference, error!);
            return (null, error);
        }

        using (pass)
        {
            var tokens = pass.Model.Engine.CountTokens(request.Input);
            inference.End(Outcome.Ok);
            return (tokens, null);
        }
    }

    private Operation Begin(Operation http, TokenizeRequest request)
    {
        var inference = http.Begin(InferenceKinds.Inference)
            .Set(GenAiFacts.OperationName, "tokenize")
            .Set(GenAiFacts.RequestModel, request.Model)
            .Set(GenAiFacts.RequestParameters, $"model[{LogText.Cut(request.Model)}]: chars[{request.Input.Length}]:");
        if (options.InsecureLogging) inference.Set(GenAiFacts.InputMessages, LogText.Cut(request.Input));
        return inference.Opened();
    }
}
