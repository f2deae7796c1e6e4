using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Hosting;

/// <summary>
/// Makes seen what Kestrel refuses before any middleware runs (a bad request line, headers too large, no Host, a TLS hello on a plain
/// port): each becomes an <c>http</c> scope of outcome rejected. Their answers have no body; Kestrel writes them.
/// </summary>
internal sealed class KestrelRefusals(VitrineTelemetry telemetry, IServiceProvider services) : IHostedService, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const string BadRequest = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";
    private IDisposable? _subscription;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A worker has no web server, hence no such listener.
        _subscription = services.GetService<DiagnosticListener>()?.Subscribe(this, static name => string.Equals(name, BadRequest, StringComparison.Ordinal));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _subscription?.Dispose();

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (!string.Equals(value.Key, BadRequest, StringComparison.Ordinal) || value.Value is not IFeatureCollection features) return;
        // A body that is too large or too slow is refused while the pipeline runs: that request has its scope already.
        if (features.Get<IOperationFeature>() is not null || features.Get<IBadRequestExceptionFeature>()?.Error is not { } error) return;
        var status = error is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status400BadRequest;
        using var operation = telemetry.Begin(HttpKinds.Http);
        if (features.Get<IHttpRequestFeature>() is { } request)
        {
            operation.Set(HttpFacts.Method, NotEmpty(request.Method)).Set(HttpFacts.Path, NotEmpty(request.Path)).Set(HttpFacts.Target, NotEmpty(request.RawTarget));
        }

        if (features.Get<IHttpConnectionFeature>()?.RemoteIpAddress is { } address) operation.Set(HttpFacts.ClientAddress, address.ToString());
        operation.Opened().Set(HttpFacts.StatusCode, status).End(Outcome.Rejected, "bad_request", error.Message);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
