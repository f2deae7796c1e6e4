using System.Net;
using System.Net.Sockets;
using Vitrine.Commands;
using Vitrine.Roles;
using Vitrine.Settings;
using Vitrine.Supervision;

namespace Vitrine.Tests.Supervision;

public sealed class InstanceTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public void Lock_TakenTwice_IsRefusedUntilLetGo()
    {
        using (var first = DataFolderLock.TryTake(_surroundings.Folder))
        {
            first.ShouldNotBeNull();
            DataFolderLock.TryTake(_surroundings.Folder).ShouldBeNull();
        }

        using var second = DataFolderLock.TryTake(_surroundings.Folder);
        second.ShouldNotBeNull();
    }

    [Fact]
    public async Task Up_SecondInOneFolder_NamesTheHolderAndExitsWithUsage()
    {
        Directory.CreateDirectory(_surroundings["vitrine-data"]);
        using var held = DataFolderLock.TryTake(_surroundings["vitrine-data"]);
        Running().Save(_surroundings["vitrine-data"]);

        (await _surroundings.RunAsync("up")).ShouldBe(ExitCode.Usage);

        _surroundings.Error.ShouldContain($"vitrine up (pid {Environment.ProcessId}");
        _surroundings.Error.ShouldContain("--data-dir");
    }

    [Fact]
    public void Find_LivingInstance_ReadsWhatWasSaved()
    {
        Running().Save(_surroundings.Folder);

        var found = RunningInstance.Find(_surroundings.Folder).ShouldNotBeNull();

        found.ProcessId.ShouldBe(Environment.ProcessId);
        found.Roles.ShouldHaveSingleItem().Ports["api"].ShouldBe(8082);
        RunningInstance.Forget(_surroundings.Folder);
        RunningInstance.Find(_surroundings.Folder).ShouldBeNull();
    }

    [Fact]
    public void Find_ProcessNumberGivenToAnother_FindsNothing()
    {
        (Running() with { StartedAt = DateTimeOffset.UnixEpoch }).Save(_surroundings.Folder);

        RunningInstance.Find(_surroundings.Folder).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"version\":2}")]
    public void Find_UnreadableFile_FindsNothing(string text)
    {
        _surroundings.Write("up.json", text);

        RunningInstance.Find(_surroundings.Folder).ShouldBeNull();
    }

    [Fact]
    public void Problems_BusyPort_NamesItsOwnerAndTheRemedy()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var problem = PortCheck.Problems([(new ModelRole(), Plan(port))]).ShouldHaveSingleItem();

        problem.ShouldStartWith($"Port {port}, wanted by model (api), is taken by");
        problem.ShouldContain("--port-offset");
        if (OperatingSystem.IsLinux()) problem.ShouldContain($"(process {Environment.ProcessId})");
    }

    [Fact]
    public void Problems_TwoWishesForOnePort_NamesBoth() =>
        PortCheck.Problems([(new ModelRole(), Plan(65000, 65000))]).ShouldHaveSingleItem().ShouldContain("model (api) and by model (debug)");

    [Fact]
    public void Problems_PortBeyondTheRange_IsReported() =>
        PortCheck.Problems([(new ModelRole(), Plan(70000))]).ShouldHaveSingleItem().ShouldContain("beyond 65535");

    [Fact]
    public async Task Up_BusyPort_StartsNothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        (await _surroundings.RunAsync("up", $"--port-offset={((IPEndPoint)listener.LocalEndpoint).Port - 8090}")).ShouldBe(ExitCode.Usage);

        _surroundings.Error.ShouldContain("wanted by model (debug)");
    }

    private static RolePlan Plan(params int[] ports) =>
        new([.. ports.Select((port, i) => new RoleListener(i == 0 ? "api" : "debug", new HostPort("127.0.0.1", port)))], "http://127.0.0.1/ready", "http://127.0.0.1", []) { Pack = "otel" };

    private static RunningInstance Running() => new(
        Environment.ProcessId,
        TimeProvider.System.GetUtcNow(),
        [new RunningRole("model", new Dictionary<string, int> { ["api"] = 8082 }, "http://localhost:8082/v1/readiness", "http://localhost:8090", "http://localhost:8082")]);
}
