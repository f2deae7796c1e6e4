using System.Diagnostics.CodeAnalysis;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Models;

/// <summary>
/// Opens and closes the pool with the server. The model of <c>--model</c> is loaded while the listener already answers; a load that fails
/// then ends the server: without its model it is of no use, and its supervisor should know.
/// </summary>
internal sealed partial class PoolHost(
    ModelCatalog catalog, PoolTable table, ModelLoader loader, ModelUnloader unloader, ModelServerOptions options, ITelemetry telemetry, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<PoolHost> log) : IHostedService
{
    private ModelLoad? _first;
    private volatile bool _isLoaded;

    /// <summary>Why the first model could not be loaded, or null.</summary>
    public ModelLoadEnd? Failure { get; private set; }

    /// <summary>Why requests cannot be served yet, or null when they can.</summary>
    public string? NotReady => options.ModelPath is null
        ? (Directory.Exists(options.ModelFolder) ? null : $"The folder of models '{options.ModelFolder}' does not exist.")
        : _isLoaded ? null : $"The model is being loaded; {_first?.Progress ?? 0:P0} is read.";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.InsecureLogging) TellInsecure();
        catalog.List();
        if (options.ModelPath is null) return Task.CompletedTask;
        // Its place is taken before anybody can ask. It is read only once the listener stands, so that a broken file stops a server that has
        // started and not one that is starting. The validator has seen the file; should it be gone again, its load says so.
        var file = catalog.Find(options.ModelName) ?? new ModelFile(options.ModelName, options.ModelPath, 0, default);
        var load = _first = table.Enter(options.ModelName, file, origin: null, clock.GetUtcNow()).Load!;
        lifetime.ApplicationStarted.Register(() =>
        {
            _ = WatchAsync(load);
            loader.Start(load);
        });
        return Task.CompletedTask;
    }

    /// <summary>Runs after the web server has stopped, so nobody is answered by a model that is going.</summary>
    [SuppressMessage("Usage", "VSTHRD003:Avoid awaiting foreign Tasks", Justification = "Loads run on threads of their own, which no awaiter can block.")]
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_first is not null && !lifetime.ApplicationStarted.IsCancellationRequested) table.Fail(_first);
        try
        {
            foreach (var load in table.CloseLoads()) await load.End.WaitAsync(cancellationToken);
            foreach (var member in table.TakeAll()) _ = unloader.UnloadAsync(new Eviction(member, Eviction.Invalidation));
            await unloader.WhenFree().WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // A large file that is still being read must not hold up the stop; it goes with the process.
        }
    }

    private void TellInsecure()
    {
        LogInsecure();
        telemetry.Point(AuditKinds.InsecureLogging).Set(AuditFacts.Changed, "insecure-logging").Emit();
    }

    private async Task WatchAsync(ModelLoad load)
    {
        var end = await load.End;
        _isLoaded = end.Error is null;
        if (end.Error is null) return;
        Failure = end;
        LogFailed(end.Cause, options.ModelPath!, end.Error.Detail ?? end.Error.Message);
        lifetime.StopApplication();
    }

    [LoggerMessage(EventIds.LoadFailed, LogLevel.Critical, "The model {File} cannot be loaded; the server stops. {Reason}")]
    private partial void LogFailed(Exception? error, string file, string reason);

    [LoggerMessage(EventIds.InsecureLogging, LogLevel.Warning, "Insecure logging is on: prompts and answers appear in the log. Never do this in production.")]
    private partial void LogInsecure();
}
