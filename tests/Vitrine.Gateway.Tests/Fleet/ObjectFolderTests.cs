using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Tests.Support;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Gateway.Tests.Fleet;

public sealed class ObjectFolderTests : IDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(1);
    private readonly TemporaryFolder _files = new();
    private readonly FleetState _fleet = new();
    private readonly FleetAssembler _assembler;
    private readonly ConfigState _config;
    private readonly VitrineTelemetry _telemetry = new(new TelemetryOptions());

    public ObjectFolderTests()
    {
        _assembler = new FleetAssembler(_fleet);
        _config = new ConfigState(_fleet);
    }

    public void Dispose()
    {
        _telemetry.Dispose();
        _files.Dispose();
    }

    [Fact]
    public void Reload_ValidFolder_IsInForce()
    {
        using var folder = Folder();
        _files.Write("route.yaml", Documents.Route);
        _files.Write("server.yml", Documents.Server);
        _files.Write(".hidden.yaml", "no: good");
        _files.Write("notes.txt", "no: good");
        folder.Reload();
        _fleet.Current.ModelNames.ShouldBe(["llama"]);
        _fleet.Models.Contains("llama").ShouldBeTrue();
        _config.Current!.IsValid.ShouldBeTrue();
    }

    [Fact]
    public void Reload_OneErrorAnywhere_KeepsTheLastGoodConfigurationWhole()
    {
        using var folder = Folder();
        _files.Write("a.yaml", Documents.Route);
        _files.Write("b.yaml", Documents.Server);
        folder.Reload();
        var good = _fleet.Current;

        _files.Write("a.yaml", Documents.Route.Replace("modelName: llama", "modelName: mistral", StringComparison.Ordinal));
        _files.Write("b.yaml", Documents.Server.Replace("vLLM", "vLM", StringComparison.Ordinal));
        folder.Reload();
        _fleet.Current.ShouldBeSameAs(good);
        var status = _config.Current!;
        (status.IsValid, status.Reloads, status.Failures).ShouldBe((false, 1, 1));
        status.LastSuccessAt.ShouldNotBeNull();
        var error = status.Errors.Single();
        error.File.ShouldEndWith("b.yaml");
        (error.Line, error.Column, error.Key).ShouldBe((5, 20, "spec.inferenceEngine"));

        _files.Write("b.yaml", Documents.Server);
        folder.Reload();
        _fleet.Current.ModelNames.ShouldBe(["mistral"]);
        _config.Current!.IsValid.ShouldBeTrue();
        _config.Current.Warnings.Select(warning => warning.Message).ShouldBe(["modelName was 'llama' and is now 'mistral'; Kthena refuses that: it wants a new route."]);
    }

    [Fact]
    public void Reload_NothingChanged_BuildsNothing()
    {
        using var folder = Folder();
        _files.Write("a.yaml", Documents.Both);
        folder.Reload();
        var first = _fleet.Current;
        folder.Reload();
        _fleet.Current.ShouldBeSameAs(first);
        _config.Current!.Reloads.ShouldBe(1);
    }

    [Fact]
    public void Reload_FolderGone_KeepsWhatThereWas()
    {
        var files = new TemporaryFolder();
        using var folder = Folder(files.Path);
        files.Write("a.yaml", Documents.Both);
        folder.Reload();
        files.Dispose();
        folder.Reload();
        _fleet.Current.ModelNames.ShouldBe(["llama"]);
        _config.Current!.Errors.Single().Message.ShouldStartWith("The folder cannot be read:");
    }

    [Fact]
    public async Task StartAsync_ErrorsFromTheStart_RefusesToStart()
    {
        using var folder = Folder();
        _files.Write("a.yaml", "kind: Nothing");
        var refused = await Should.ThrowAsync<DocumentException>(() => folder.StartAsync(CancellationToken.None));
        refused.Errors.Count.ShouldBe(1);
    }

    [Fact]
    public async Task StartAsync_FileChanges_AreTakenWhenTheSystemAnnouncesThem()
    {
        // No look of its own within the test: only an announcement can wake it.
        using var folder = Folder(interval: TimeSpan.FromHours(1));
        _files.Write("a.yaml", Documents.Both);
        var changes = new SemaphoreSlim(0);
        await folder.StartAsync(CancellationToken.None);
        _assembler.Changed += () => changes.Release();
        try
        {
            _files.Write("b.yaml", Documents.Route.Replace("r1", "r2", StringComparison.Ordinal).Replace("llama", "mistral", StringComparison.Ordinal));
            (await changes.WaitAsync(s_deadline, TestContext.Current.CancellationToken)).ShouldBeTrue();
            _fleet.Current.ModelNames.ShouldBe(["llama", "mistral"]);
            _files.Delete("b.yaml");
            (await changes.WaitAsync(s_deadline, TestContext.Current.CancellationToken)).ShouldBeTrue();
            _fleet.Current.ModelNames.ShouldBe(["llama"]);
        }
        finally
        {
            await folder.StopAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task StartAsync_NobodyAnnouncesAnything_LooksItself()
    {
        // A link to a folder elsewhere, as Kubernetes mounts a ConfigMap: what changes behind it is not announced.
        using var target = new TemporaryFolder();
        target.Write("a.yaml", Documents.Both);
        File.CreateSymbolicLink(Path.Combine(_files.Path, "a.yaml"), Path.Combine(target.Path, "a.yaml"));
        using var folder = Folder(interval: TimeSpan.FromMilliseconds(50));
        var changes = new SemaphoreSlim(0);
        await folder.StartAsync(CancellationToken.None);
        _assembler.Changed += () => changes.Release();
        try
        {
            target.Write("a.yaml", Documents.Both.Replace("llama", "mistral", StringComparison.Ordinal));
            while (_fleet.Current.ModelNames is not ["mistral"])
                (await changes.WaitAsync(s_deadline, TestContext.Current.CancellationToken)).ShouldBeTrue();
        }
        finally
        {
            await folder.StopAsync(CancellationToken.None);
        }
    }

    private ObjectFolder Folder(string? path = null, TimeSpan? interval = null) => new(
        new FleetOptions { Folder = path ?? _files.Path, FolderInterval = interval ?? TimeSpan.FromSeconds(5), FolderQuiet = TimeSpan.FromMilliseconds(20) },
        _assembler, _config, _telemetry, TimeProvider.System, NullLogger<ObjectFolder>.Instance);
}
