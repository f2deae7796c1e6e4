using Vitrine.Gateway.Objects;
using Vitrine.Gateway.Objects.Reading;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway.Fleet;

/// <summary>
/// Keeps the folder's documents in force. A change is announced by the system, and looked for every few seconds besides, because announcements
/// get lost. The folder is taken whole or not at all: with one error in it everything stays as it was, so that no route ever points at
/// half a change.
/// </summary>
internal sealed partial class ObjectFolder(FleetOptions options, FleetAssembler fleet, ConfigState state, ITelemetry telemetry, TimeProvider clock, ILogger<ObjectFolder> log) : BackgroundService
{
    // Never disposed: it holds nothing, and news may come late.
    private readonly SemaphoreSlim _news = new(0);
    private ObjectSet _inForce = ObjectSet.Empty;
    private string? _fingerprint;
    private FileSystemWatcher? _watcher;

    /// <summary>Reads the folder a first time.</summary>
    /// <exception cref="DocumentException">It cannot be used: there is no last good configuration yet, so the gateway does not start.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Folder is null) return Task.CompletedTask;
        Watch(options.Folder);
        Reload();
        if (state.Current is { IsValid: false } failed) throw new DocumentException(failed.Errors);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _watcher?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            if (await _news.WaitAsync(options.FolderInterval, stoppingToken))
            {
                await Task.Delay(options.FolderQuiet, clock, stoppingToken);
                while (_news.Wait(0, CancellationToken.None)) { }
            }

            Reload();
            if (_watcher is null) Watch(options.Folder!);
        }
    }

    /// <summary>Reads the folder, and puts it in force if it changed and holds no error.</summary>
    internal void Reload()
    {
        var content = FolderContent.Read(options.Folder!);
        var fingerprint = content.Fingerprint();
        if (fingerprint == _fingerprint) return;
        _fingerprint = fingerprint;

        var reading = ObjectReader.Read(content.Files);
        IReadOnlyList<DocumentError> errors = [.. content.Errors, .. reading.Errors];
        if (errors.Count > 0)
        {
            Refuse(errors, reading.Warnings);
            return;
        }

        WarnOfRenamedModels(reading);
        var changes = ObjectChanges.Between(_inForce, reading.Objects);
        _inForce = reading.Objects;
        fleet.SetFolder(_inForce);
        // What is read at the start changes nothing that was in force.
        if (state.Current is { LastSuccessAt: not null } && changes.Count > 0) telemetry.Point(AuditKinds.ConfigReload).Set(AuditFacts.Subject, options.Folder).Set(AuditFacts.Changed, string.Join(',', changes)).Emit();
        state.Succeed(clock.GetUtcNow(), reading.Warnings);
        foreach (var warning in reading.Warnings) LogWarning(warning);
        LogLoaded(options.Folder!, _inForce.Routes.Count, _inForce.Servers.Count, _inForce.Pods.Count);
    }

    private void Refuse(IReadOnlyList<DocumentError> errors, IReadOnlyList<DocumentError> warnings)
    {
        state.Fail(clock.GetUtcNow(), errors, warnings);
        foreach (var error in errors) LogError(error);
        LogInvalid(options.Folder!, errors.Count, _inForce.Count);
    }

    /// <summary>Kthena does not let a route change its model: its limits and its clients hang on the name.</summary>
    private void WarnOfRenamedModels(ObjectReading reading)
    {
        foreach (var before in _inForce.Routes)
        {
            if (reading.Routes.Find(route => route.Id == before.Id) is { } now && now.ModelName != before.ModelName)
                reading.WarnOf("ModelRoute", now.Id, $"modelName was '{before.ModelName}' and is now '{now.ModelName}'; Kthena refuses that: it wants a new route.");
        }
    }

    private void Watch(string folder)
    {
        if (!Directory.Exists(folder)) return;
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(folder);
            watcher.Changed += (_, _) => _news.Release();
            watcher.Created += (_, _) => _news.Release();
            watcher.Deleted += (_, _) => _news.Release();
            watcher.Renamed += (_, _) => _news.Release();
            watcher.EnableRaisingEvents = true;
            _watcher = watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            watcher?.Dispose();
            LogUnwatched(e, folder, options.FolderInterval.TotalSeconds);
        }
    }

    [LoggerMessage(EventIds.ConfigLoaded, LogLevel.Information, "{Folder} is in force: {Routes} routes, {Servers} model servers, {Pods} pods listed by themselves.")]
    private partial void LogLoaded(string folder, int routes, int servers, int pods);

    [LoggerMessage(EventIds.ConfigInvalid, LogLevel.Error, "{Folder} has {Errors} errors and is not put in force; the last good configuration stays, with {Objects} objects.")]
    private partial void LogInvalid(string folder, int errors, int objects);

    [LoggerMessage(EventIds.ConfigError, LogLevel.Error, "{Error}")]
    private partial void LogError(DocumentError error);

    [LoggerMessage(EventIds.ConfigWarning, LogLevel.Warning, "{Warning}")]
    private partial void LogWarning(DocumentError warning);

    [LoggerMessage(EventIds.FolderUnwatched, LogLevel.Warning, "Changes of {Folder} are not announced by the system; it is looked at every {Seconds} s.")]
    private partial void LogUnwatched(Exception error, string folder, double seconds);
}
