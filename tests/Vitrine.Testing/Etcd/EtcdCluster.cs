using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Vitrine.Testing.Etcd;

/// <summary>
/// A real etcd cluster of one's own: members are processes on free ports of the loopback, with their files in memory where the machine has such a
/// folder. Members can be killed, paused, resumed and started again; all of them and their files are gone at the end.
/// </summary>
/// <remarks>It speaks etcd's JSON to be independent of the client that it tests. A test skips by name where etcd is missing.</remarks>
public sealed class EtcdCluster : IAsyncDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly List<EtcdProcess> _members;
    private readonly string _program = ExternalTool.Locate("etcd");
    private readonly string _folder;
    private string _initial;

    private EtcdCluster(int members, IReadOnlyList<string> arguments)
    {
        _folder = Directory.Exists("/dev/shm") ? Directory.CreateDirectory($"/dev/shm/vitrine-etcd-{Guid.NewGuid():N}").FullName : Directory.CreateTempSubdirectory("vitrine-etcd-").FullName;
        var peers = Enumerable.Range(1, members).Select(_ => FreePort.Next()).ToArray();
        _initial = string.Join(',', peers.Select((port, i) => $"m{i + 1}=http://127.0.0.1:{port}"));
        _members = [.. peers.Select((port, i) => Make($"m{i + 1}", port, arguments))];
    }

    /// <summary>The members, in order: node i has the i-th, counted from 1.</summary>
    public IReadOnlyList<EtcdProcess> Members => _members;

    /// <summary>Where the members listen for clients.</summary>
    public IReadOnlyList<Uri> Endpoints => [.. Members.Select(member => member.Endpoint)];

    /// <summary>Starts a cluster and waits until it has a leader.</summary>
    /// <param name="members">How many.</param>
    /// <param name="arguments">What etcd is told besides: <c>--quota-backend-bytes=…</c>.</param>
    public static async Task<EtcdCluster> StartAsync(int members, params IReadOnlyList<string> arguments)
    {
        var cluster = new EtcdCluster(members, arguments);
        foreach (var member in cluster.Members) member.Start();
        foreach (var member in cluster.Members) await cluster.HealthyAsync(member);
        return cluster;
    }

    /// <summary>Waits until a member serves: it has a leader and can read through it.</summary>
    public Task HealthyAsync(EtcdProcess member) => UntilAsync($"{member.Name} is healthy", async () =>
        (await _http.GetStringAsync(new Uri(member.Endpoint, "/health"), TestContext.Current.CancellationToken)).Contains("\"true\"", StringComparison.Ordinal));

    /// <summary>The place of the member that leads, from 0, as the first one that answers and knows says; -1 when none does.</summary>
    public async Task<int> LeaderAsync()
    {
        var leader = "0";
        var ids = new List<string>();
        foreach (var member in Members)
        {
            var status = member.IsRunning ? await TryPostAsync(member, "/v3/maintenance/status", "{}") : default;
            ids.Add(status.ValueKind == JsonValueKind.Object ? status.GetProperty("header").GetProperty("member_id").GetString()! : "");
            if (leader == "0" && status.ValueKind == JsonValueKind.Object && status.TryGetProperty("leader", out var known)) leader = known.GetString()!;
        }

        return ids.IndexOf(leader);
    }

    /// <summary>Adds a member that learns and has no vote, and starts it.</summary>
    public async Task AddLearnerAsync()
    {
        var port = FreePort.Next();
        var name = $"m{_members.Count + 1}";
        await PostAsync(Members[0], "/v3/cluster/member/add", $$"""{"peerURLs":["http://127.0.0.1:{{port}}"],"isLearner":true}""");
        _initial += $",{name}=http://127.0.0.1:{port}";
        _members.Add(Make(name, port, ["--initial-cluster-state=existing"]));
        _members[^1].Start();
    }

    /// <summary>Makes another member the leader.</summary>
    public async Task MoveLeaderAsync(int to)
    {
        var target = (await PostAsync(Members[to], "/v3/maintenance/status", "{}")).GetProperty("header").GetProperty("member_id").GetString();
        await PostAsync(Members[await LeaderAsync()], "/v3/maintenance/transfer-leadership", $$"""{"targetID":"{{target}}"}""");
    }

    /// <summary>Forgets all revisions but the newest, for good.</summary>
    public async Task CompactAsync()
    {
        var revision = (await PostAsync(Members[0], "/v3/maintenance/status", "{}")).GetProperty("header").GetProperty("revision").GetString();
        await PostAsync(Members[0], "/v3/kv/compaction", $$"""{"revision":"{{revision}}","physical":true}""");
    }

    /// <summary>Asks a running member over etcd's JSON gateway.</summary>
    /// <returns>Its answer.</returns>
    public async Task<JsonElement> PostAsync(EtcdProcess member, string path, string body)
    {
        using var answer = await _http.PostAsync(new Uri(member.Endpoint, path), new StringContent(body), TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {text}");
        return JsonElement.Parse(text);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in Members) await member.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private EtcdProcess Make(string name, int peerPort, IReadOnlyList<string> arguments) => new(_program, name, FreePort.Next(), peerPort, _initial, Path.Combine(_folder, name), arguments);

    private async Task<JsonElement> TryPostAsync(EtcdProcess member, string path, string body)
    {
        try
        {
            using var answer = await _http.PostAsync(new Uri(member.Endpoint, path), new StringContent(body), TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken) : default;
        }
        catch (HttpRequestException)
        {
            return default;
        }
    }

    private async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(s_deadline);
        while (true)
        {
            try
            {
                if (await isSo()) return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            Assert.False(deadline.IsCancellationRequested, $"It never came true that {what}. etcd said:\n{string.Join('\n', Members.Select(member => member.Log))}");
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
