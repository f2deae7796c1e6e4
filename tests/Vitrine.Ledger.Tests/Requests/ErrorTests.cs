using System.Text;
using System.Text.RegularExpressions;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Tests.Support;
using Vitrine.Telemetry.Guards;
using Vitrine.Testing;

namespace Vitrine.Ledger.Tests.Requests;

/// <summary>Every error of the API, provoked, and the table of them in docs/ledger.md.</summary>
public sealed partial class ErrorTests
{
    private const string Entries = ServedLedger.Entries;
    private const string Entities = ServedLedger.Entities;
    private const string Data = """{"data":1}""";

    private static readonly (string Method, string Path, string? Body, int Status, string Type)[] s_requests =
    [
        ("POST", Entries, "{", 400, "invalid_json"),
        ("POST", Entries, """{"data":1} x""", 400, "invalid_json"),
        ("POST", Entries, """{"data":"\ud800","key":"\ud800"}""", 400, "invalid_json"),
        ("POST", Entries, "", 400, "invalid_json"),
        ("POST", Entries, "[1]", 400, "invalid_request"),
        ("POST", Entries, """{"dta":1}""", 400, "invalid_request"),
        ("POST", Entries, """{"data":1,"data":2}""", 400, "invalid_request"),
        ("POST", Entries, """{"entries":[]}""", 400, "invalid_request"),
        ("POST", Entries, """{"entries":[{"key":"a"}]}""", 400, "invalid_request"),
        ("POST", Entries, """{"entries":[{"data":1}],"data":1}""", 400, "invalid_request"),
        ("POST", Entries, """{"data":1,"key":""}""", 400, "invalid_request"),
        ("POST", Entries, """{"data":1,"key":"a\u0000"}""", 400, "invalid_request"),
        ("POST", Entries + "?wait=for-ever", Data, 400, "invalid_request"),
        ("GET", Entries + "?from=0", null, 400, "invalid_request"),
        ("GET", Entries + "?limit=1001", null, 400, "invalid_request"),
        ("GET", Entities + "/a?as_of=x", null, 400, "invalid_request"),
        ("GET", "/v1/log?bodies=maybe", null, 400, "invalid_request"),
        ("PUT", "/v1/tenants/a%20b", null, 400, "invalid_name"),
        ("PUT", "/v1/tenants/acme/streams/" + "sixtyfive-characters-are-one-more-than-the-name-of-a-stream-may-have-x", null, 400, "invalid_name"),
        ("PUT", "/v1/tenants/audit", null, 403, "reserved_tenant"),
        ("POST", "/v1/tenants/audit/seal", null, 403, "reserved_tenant"),
        ("GET", "/v1/nothing", null, 404, "unknown_path"),
        ("DELETE", "/v1/tenants/acme", null, 405, "unknown_method"),
        ("GET", "/v1/tenants/nobody", null, 404, "unknown_tenant"),
        ("POST", "/v1/tenants/nobody/streams/orders/entries", Data, 404, "unknown_tenant"),
        ("GET", "/v1/tenants/acme/streams/none/entries", null, 404, "unknown_stream"),
        ("POST", "/v1/tenants/acme/streams/none/entries", Data, 404, "unknown_stream"),
        ("GET", Entities + "/nothing", null, 404, "unknown_entity"),
        ("POST", "/v1/projections/entitles/pause", null, 404, "unknown_projection"),
        ("POST", Entries, """{"entries":[{"data":1},{"data":2},{"data":3},{"data":4}]}""", 413, "too_large"),
        ("POST", Entries, """{"data":"more than thirty-two bytes of data"}""", 413, "too_large"),
    ];

    [Fact]
    public async Task Request_ThatIsWrong_IsToldWhatWith()
    {
        await using var ledger = await ServedLedger.StartAsync(options => options with { Limits = options.Limits with { EntriesPerBatch = 3, DataBytes = 32 } });
        await ledger.BeginAsync();
        foreach (var (method, path, body, status, type) in s_requests)
        {
            var answer = await ledger.SendAsync(new HttpMethod(method), path, body, ("X-Request-ID", "r-1"));
            (answer.Status, answer.ErrorType).ShouldBe((status, type), $"{method} {path} {body}: {answer.Text}");
            ((string)answer.Json["error"]!["request_id"]!).ShouldBe("r-1");
        }

        ledger.Engine.Copy.Head.Position.ShouldBe(2);
        await ledger.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task Body_LongerThanItMayBe_Is413_WithALengthOrWithout()
    {
        await using var ledger = await ServedLedger.StartAsync(options => options with { Limits = options.Limits with { BodyBytes = 100 } });
        await ledger.BeginAsync();
        var body = $$"""{"data":"{{new string('x', 100)}}"}""";
        var known = await ledger.PostAsync(Entries, body);
        (known.Status, known.ErrorType).ShouldBe((413, "too_large"));
        using var request = new HttpRequestMessage(HttpMethod.Post, Entries) { Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(body))) };
        request.Headers.TransferEncodingChunked = true;
        using var response = await ledger.Http.SendAsync(request, TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(413);
    }

    [Theory]
    [InlineData("no_quorum", 503)]
    [InlineData("no_space", 503)]
    [InlineData("standby", 503)]
    [InlineData("queue_full", 429)]
    [InlineData("too_large", 413)]
    public async Task Engine_Unavailable_IsToldWithWhenToTryAgain(string type, int status)
    {
        await using var ledger = await ServedLedger.StartAsync();
        await ledger.BeginAsync();
        ledger.Memory.Failure = new EngineUnavailableException(type, "Not now.");
        var answer = await ledger.PostAsync(Entries, Data);
        (answer.Status, answer.ErrorType, answer.Headers.GetValueOrDefault("Retry-After")).ShouldBe((status, type, status == 413 ? null : "1"));
        (await ledger.ValueAsync("kmb_requests_total{node_id=\"1\",method=\"append\",status=\"error\"}")).ShouldBe(1);
        await ledger.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task Engine_ThatLostSightOrTakesTooLong_Is504()
    {
        await using var ledger = await ServedLedger.StartAsync(options => options with { WriteTimeout = TimeSpan.FromMilliseconds(300) });
        await ledger.BeginAsync();
        ledger.Memory.Failure = new OutcomeUnknownException("The leader went.");
        var lost = await ledger.PostAsync(Entries, Data);
        (lost.Status, lost.ErrorType).ShouldBe((504, "outcome_unknown"));
        ledger.Memory.Failure = null;
        using (ledger.Memory.Hold())
        {
            var late = await ledger.PostAsync(Entries, Data);
            (late.Status, late.ErrorType).ShouldBe((504, "outcome_unknown"));
        }

        await ledger.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task Engine_ThatThrows_Is500_AndTellsNothingOfTheInside()
    {
        await using var ledger = await ServedLedger.StartAsync();
        ledger.Memory.Failure = new InvalidOperationException("an inner secret");
        var answer = await ledger.SendAsync(HttpMethod.Put, "/v1/tenants/acme");
        (answer.Status, answer.ErrorType).ShouldBe((500, "internal_error"));
        answer.Text.ShouldNotContain("secret");
        await ledger.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task Client_ThatLeaves_IsCancelled_AndNoErrorOfOurs()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await ledger.BeginAsync();
        using (ledger.Memory.Hold())
        {
            var before = ledger.Memory.Commands;
            using var leaving = new CancellationTokenSource();
            using var request = new HttpRequestMessage(HttpMethod.Post, Entries) { Content = new StringContent(Data) };
            var answer = ledger.Http.SendAsync(request, leaving.Token);
            await ServedLedger.WaitAsync(() => Task.FromResult(ledger.Memory.Commands > before));
            await leaving.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(answer);
            await ServedLedger.WaitAsync(() => Task.FromResult(ledger.LinesOf("Write cancelled").Count == 1));
        }

        (await ledger.ValueAsync("kmb_requests_total{node_id=\"1\",method=\"append\",status=\"cancelled\"}")).ShouldBe(1);
        await ledger.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task Page_OfAnotherOrigin_MayNotWrite()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await ledger.BeginAsync();
        var answer = await ledger.PostAsync(Entries, Data, ("Origin", "https://evil.example"));
        (answer.Status, answer.ErrorType).ShouldBe((403, "cross_origin"));
    }

    [Fact]
    public async Task Keys_AreWantedEverywhereButForHealth()
    {
        await using var ledger = await ServedLedger.StartAsync(options => options with
        {
            ConfigureTelemetry = telemetry =>
            {
                telemetry.Log = null;
                telemetry.ApiKeys = new ApiKeys([new("me", "a-key-of-sixteen-or-more")]);
            },
        });
        foreach (var path in (string[])["/v1/log", "/metrics", "/status", "/", "/debug/operations", "/debug/pprof/", "/v1/audit/head"])
        {
            var answer = await ledger.GetAsync(path);
            (answer.Status, answer.ErrorType).ShouldBe((401, "invalid_api_key"), path);
            (await ledger.GetAsync(path, ("X-Api-Key", "a-key-of-sixteen-or-more"))).Status.ShouldBe(200, path);
        }

        (await ledger.GetAsync("/health/live")).Status.ShouldBe(200);
    }

    [Fact]
    public void Docs_TheTable_HoldsWhatIsProvokedHere()
    {
        var rows = File.ReadLines(Checkout.PathOf("docs/ledger.md")).Where(line => line.StartsWith("| 4", StringComparison.Ordinal) || line.StartsWith("| 5", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Select(cells => $"{cells[1]} {cells[2].Trim('`')}");
        string[] elsewhere =
        [
            "401 invalid_api_key", "403 cross_origin", "409 tenant_sealed", "409 key_reused", "429 queue_full", "500 log_damaged", "500 internal_error", "503 recovering", "503 shutting_down", "503 standby", "503 no_quorum",
            "503 no_space", "503 disk_failed", "503 log_damaged", "503 failed", "503 diverged", "503 refused", "503 not_applied", "504 outcome_unknown",
        ];
        foreach (Match thrown in EngineType().Matches(string.Concat(Directory.EnumerateFiles(Checkout.PathOf("src/Vitrine.Ledger"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText))))
            elsewhere.Append("413 too_large").ShouldContain(row => row.EndsWith($" {thrown.Groups["type"].Value}", StringComparison.Ordinal), thrown.Value);
        rows.Order().ShouldBe(s_requests.Select(request => $"{request.Status} {request.Type}").Concat(elsewhere).Distinct().Order());
    }

    [GeneratedRegex(@"EngineUnavailableException\((?:[^"";]*\? )?""(?<type>\w+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex EngineType();
}
