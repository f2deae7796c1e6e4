using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Vitrine.Supervision;

namespace Vitrine.Tests.Supervision;

/// <summary>Supervises small shell scripts in place of roles: they end when their standard input does.</summary>
public sealed class SupervisorTests : IDisposable
{
    // The shell's read returns at the end of standard input, which is how a role is asked to stop.
    private const string Obedient = "echo up; cat >/dev/null";

    private static readonly RestartPolicy Quick = new() { FirstPause = TimeSpan.FromMilliseconds(1), GiveUpAfter = 3 };

    private readonly TestSurroundings _surroundings = new();
    private readonly HeardNarrator _narrator = new();
    private readonly HttpClient _http = LocalHttp.Create();
    private readonly ConcurrentQueue<string> _shown = new();

    public void Dispose()
    {
        _http.Dispose();
        _surroundings.Dispose();
    }

    [Fact]
    public async Task Stop_ObedientRoles_StopInOrderOfTheirStages()
    {
        await using var first = Output("first");
        await using var second = Output("second");
        using var stop = new CancellationTokenSource();
        var running = new Supervisor([Role("second", Obedient, second, stage: 1), Role("first", Obedient, first, stage: 0)], TimeProvider.System).RunAsync(stop.Token);
        for (var i = 0; i < 4; i++) await _narrator.NextAsync();

        await stop.CancelAsync();

        (await running).ShouldBeTrue();
        (await _narrator.NextAsync()).ShouldBe("first stopped");
        (await _narrator.NextAsync()).ShouldBe("second stopped");
    }

    [Fact]
    public async Task Killed_Role_IsStartedAgainWithTheReason()
    {
        await using var output = Output("model");
        using var stop = new CancellationTokenSource();
        var running = new Supervisor([Role("model", Obedient, output)], TimeProvider.System).RunAsync(stop.Token);
        await _narrator.UntilAsync("model ready");
        var firstRun = _narrator.ProcessId;

        using (var process = Process.GetProcessById(firstRun)) process.Kill();

        (await _narrator.UntilAsync("model ready")).ShouldBe(["model was killed (SIGKILL)", "model started", "model ready"]);
        _narrator.ProcessId.ShouldNotBe(firstRun);
        await stop.CancelAsync();
        (await running).ShouldBeTrue();
    }

    [Fact]
    public async Task Failing_Role_IsGivenUpWithItsLastWords()
    {
        await using var output = Output("model");

        (await new Supervisor([Role("model", "echo no model >&2; exit 1", output)], TimeProvider.System).RunAsync(CancellationToken.None)).ShouldBeFalse();

        var heard = await _narrator.UntilAsync("model gave up: ended with exit code 1: no model");
        heard.Count(line => line == "model started").ShouldBe(Quick.GiveUpAfter);
    }

    [Fact]
    public async Task Companion_OfRolesThatGaveUp_IsStopped()
    {
        await using var output = Output("model");
        await using var company = Output("demo");

        (await new Supervisor([Role("model", "exit 2", output), Role("demo", Obedient, company, isCompanion: true)], TimeProvider.System).RunAsync(CancellationToken.None)).ShouldBeFalse();

        await _narrator.UntilAsync("demo stopped");
    }

    [Fact]
    public async Task UsageError_IsNotTriedAgain()
    {
        await using var output = Output("model");

        (await new Supervisor([Role("model", "exit 2", output)], TimeProvider.System).RunAsync(CancellationToken.None)).ShouldBeFalse();

        (await _narrator.UntilAsync("model gave up: ended with exit code 2")).Count(line => line == "model started").ShouldBe(1);
    }

    [Fact]
    public async Task MissingProgram_IsGivenUp()
    {
        await using var output = Output("model");
        var launch = new RoleLaunch { Role = "model", FileName = _surroundings["no-such-program"], Arguments = [] };

        (await new Supervisor([Role(launch, output)], TimeProvider.System).RunAsync(CancellationToken.None)).ShouldBeFalse();

        (await _narrator.NextAsync()).ShouldStartWith("model gave up: cannot be started");
    }

    [Fact]
    public async Task Stubborn_Role_IsKilledInTime()
    {
        await using var output = Output("model");
        using var stop = new CancellationTokenSource();
        var running = new Supervisor([Role("model", "trap '' INT TERM; tail -f /dev/null", output)], TimeProvider.System).RunAsync(stop.Token);
        await _narrator.UntilAsync("model ready");

        await stop.CancelAsync();

        (await running).ShouldBeTrue();
        (await _narrator.NextAsync()).ShouldBe("model killed");
    }

    [Fact]
    public async Task Kill_ByTheImpatient_DoesNotWait()
    {
        await using var output = Output("model");
        using var stop = new CancellationTokenSource();
        var supervisor = new Supervisor([Role("model", "tail -f /dev/null", output)], TimeProvider.System);
        var running = supervisor.RunAsync(stop.Token);
        await _narrator.UntilAsync("model ready");

        supervisor.Kill();
        await stop.CancelAsync();

        await running;
        (await _narrator.NextAsync()).ShouldBe("model killed");
    }

    [Fact]
    public async Task Streams_OfARole_AreKeptRawAndShown()
    {
        await using (var output = Output("model"))
        {
            await new Supervisor([Role("model", "echo '{\"a\":1}'; echo oops >&2; printf end; exit 2", output)], TimeProvider.System).RunAsync(CancellationToken.None);
        }

        File.ReadAllText(_surroundings["logs/model.log"]).ShouldBe("{\"a\":1}\nend\n");
        File.ReadAllText(_surroundings["logs/model.err.log"]).ShouldBe("oops\n");
        _shown.ShouldBe(["{\"a\":1}", "oops", "end"], ignoreOrder: true);
    }

    private RoleOutput Output(string role) => new(RoleLogFiles.Of(_surroundings.Folder, role), Show, Show);

    private void Show(byte[] line) => _shown.Enqueue(Encoding.UTF8.GetString(line));

    private RoleSupervisor Role(string name, string script, RoleOutput output, int stage = 0, bool isCompanion = false)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("bash");
        return Role(new RoleLaunch { Role = name, FileName = "bash", Arguments = ["-c", script], StopStage = stage, IsCompanion = isCompanion }, output);
    }

    private RoleSupervisor Role(RoleLaunch launch, RoleOutput output) =>
        new(launch, output, Quick, _narrator, new ReadinessProbe(_http, TimeProvider.System), TimeProvider.System);
}
