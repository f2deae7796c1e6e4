using Microsoft.AspNetCore.Http;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Parsing;
using Vitrine.Gateway.Pipeline;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway.Tests.Support;

/// <summary>Makes exchanges as they stand after parsing.</summary>
internal sealed class Requests : IDisposable
{
    private readonly VitrineTelemetry _telemetry = new(new TelemetryOptions { Kinds = [HttpKinds.Http, .. InferenceKinds.All, GuardKinds.Guard, .. GatewayKinds.All] });
    private readonly List<IDisposable> _open = [];

    public Exchange Make(FleetSnapshot fleet, string model, string path = "/v1/chat/completions", params IEnumerable<(string Name, string Value)> headers)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        foreach (var (name, value) in headers) context.Request.Headers.Append(name, value);
        var http = _telemetry.Begin(HttpKinds.Http).Opened();
        var inference = http.Begin(InferenceKinds.Inference).Opened();
        _open.Add(inference);
        _open.Add(http);
        return new Exchange(context, http, inference, fleet)
        {
            Request = new ParsedRequest(new RequestBody([], 0), default) { OperationName = "chat", Model = model },
        };
    }

    public void Dispose()
    {
        foreach (var open in _open) open.Dispose();
        _telemetry.Dispose();
    }
}
