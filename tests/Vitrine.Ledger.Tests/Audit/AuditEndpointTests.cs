using System.Text;
using System.Text.Json;
using Vitrine.Ledger.Audit.Export;
using Vitrine.Ledger.Audit.Heads;
using Vitrine.Ledger.Audit.Records;
using Vitrine.Ledger.Tests.Support;
using Vitrine.Telemetry.Audit;

namespace Vitrine.Ledger.Tests.Audit;

public sealed class AuditEndpointTests
{
    private const string Events = AuditBatch.Path;

    [Fact]
    public async Task Events_Recorded_AreFoundNewestFirst_OnceEach()
    {
        await using var ledger = await ServedLedger.StartAsync();
        (await RecordAsync(ledger, 1, 5)).ShouldBe((5, 0));
        (await RecordAsync(ledger, 3, 5)).ShouldBe((2, 3));
        var page = (await ledger.GetAsync(Events)).Json;
        page["events"]!.AsArray().Select(record => (long)record!["sequence"]!).ShouldBe([7, 6, 5, 4, 3, 2, 1]);
        page["events"]![6]!["event_id"]!.GetValue<string>().ShouldBe(SampleTrail.Event(1).EventId.ToString());
        page["events"]!.AsArray().Select(record => record!["prev_hash"]!.GetValue<string>()).SkipLast(1).ShouldBe(page["events"]!.AsArray().Skip(1).Select(record => record!["hash"]!.GetValue<string>()));
        page["next"].ShouldBeNull();
        ledger.LinesOf("Audit event recorded").Count(line => line.GetProperty("fields").GetProperty("event_id").GetString() == SampleTrail.Event(1).EventId.ToString()).ShouldBe(1);
        await ledger.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task Event_WithTheIdOfAnother_IsRefusedForGood()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await RecordAsync(ledger, 1, 1);
        var answer = await ledger.PostAsync(Events, JsonSerializer.Serialize(new AuditBatch([SampleTrail.Event(1) with { Actor = "mallory" }]), AuditJson.Default.AuditBatch));
        (answer.Status, answer.ErrorType).ShouldBe((400, "invalid_request"));
        answer.Json["error"]!["message"]!.GetValue<string>().ShouldStartWith("events[0].event_id: ");
    }

    [Fact]
    public async Task Event_LargerThanAnEntryMayBe_IsNamed()
    {
        await using var ledger = await ServedLedger.StartAsync(options => options with { Limits = options.Limits with { DataBytes = 2000 } });
        var answer = await ledger.PostAsync(Events, JsonSerializer.Serialize(new AuditBatch([SampleTrail.Event(1), SampleTrail.Event(2) with { Reason = new string('x', 2000) }]), AuditJson.Default.AuditBatch));
        (answer.Status, answer.ErrorType).ShouldBe((413, "too_large"));
        answer.Json["error"]!["message"]!.GetValue<string>().ShouldStartWith("events[1]: ");
        ledger.Memory.Head.Position.ShouldBe(0);
    }

    [Fact]
    public async Task Query_IsItselfRecorded()
    {
        await using var ledger = await ServedLedger.StartAsync();
        (await ledger.GetAsync(Events + "?actor=alice&limit=1")).Json["events"]!.AsArray().ShouldBeEmpty();
        var record = (await ledger.GetAsync(Events)).Json["events"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)record["service"]!, (string)record["operation"]!, (string)record["action"]!, (string)record["reason"]!).ShouldBe(("ledger", "audit_query", "AccessGranted", "actor alice"));
        record["correlation_id"]!.GetValue<string>().Length.ShouldBe(32);
    }

    [Theory]
    [InlineData("service=gateway", 20)]
    [InlineData("action=AccessDenied", 13)]
    [InlineData("action=Access", 40)]
    [InlineData("action=access", 0)]
    [InlineData("tenant=clinic", 10)]
    [InlineData("actor=%3D1%2B1", 5)]
    [InlineData("actor=Gr%C3%BC%C3%9Fe%20%F0%9F%8E%88%E2%80%A8", 5)]
    [InlineData("actor=a%2C%22b%22%0D%0Ac&service=model", 5)]
    [InlineData("actor=alice%22%2C%22tenant_id%22%3Anull%2C%22x", 0)]
    [InlineData("correlation=00000000000000000000000000000007", 1)]
    [InlineData("operation=inference&limit=7", 7)]
    [InlineData("start=2020-01-01&operation=inference", 40)]
    [InlineData("end=2020-01-01", 0)]
    [InlineData("start=2100-01-01", 0)]
    public async Task Query_ByWhoWhatAndWhen_FindsThose(string query, int count)
    {
        await using var ledger = await ServedLedger.StartAsync();
        await RecordAsync(ledger, 1, 40);
        (await ledger.GetAsync($"{Events}?{query}")).Json["events"]!.AsArray().Count.ShouldBe(count);
    }

    [Fact]
    public async Task Pages_FollowEachOther_WithoutGapsOrTwins()
    {
        await using var ledger = await ServedLedger.StartAsync();
        for (var first = 1; first <= 901; first += 300) await RecordAsync(ledger, first, 300);
        var seen = new List<long>();
        for (var after = ""; ;)
        {
            var page = (await ledger.GetAsync($"{Events}?operation=inference&service=model&limit=170{after}")).Json;
            seen.AddRange(page["events"]!.AsArray().Select(record => (long)record!["sequence"]!));
            if (page["next"] is not { } next) break;
            after = $"&after={(long)next}";
        }

        seen.ShouldBe(Enumerable.Range(1, 1200).Where(number => number % 2 == 1).Select(number => (long)number).Reverse());
    }

    [Theory]
    [InlineData("json")]
    [InlineData("jsonl")]
    [InlineData("csv")]
    public async Task Export_WithItsHead_IsWholeAndHoldsWhatTheHeadSays(string format)
    {
        await using var ledger = await ServedLedger.StartAsync();
        await RecordAsync(ledger, 1, 600);
        var head = await HeadAsync(ledger);
        await RecordAsync(ledger, 601, 10);
        var verified = await ExportAsync(ledger, $"format={format}&last={head.LastSequence}");
        (verified.Fault, verified.Count, head.Count).ShouldBe((null, 600, 600));
        head.WhatIsWrong(verified).ShouldBeNull();
        using var key = AuditSignature.Of((await ledger.GetAsync("/v1/audit/public-key")).Text);
        key.WhatIsWrong(head).ShouldBeNull();

        // Ten more, and the export itself is an act.
        var all = await ExportAsync(ledger, $"format={format}");
        (all.Fault, all.Count).ShouldBe((null, 611));
        head.WhatIsWrong(all).ShouldNotBeNull();
        var act = (await ledger.GetAsync(Events + "?operation=export&limit=1")).Json["events"]![0]!;
        ((string)act["action"]!, (string)act["reason"]!).ShouldBe(("DataExported", $"{format}, 611 records, sequence 1 to 611, from the beginning to the end"));
    }

    [Fact]
    public async Task Export_OfARange_HoldsBothItsDays()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await RecordAsync(ledger, 1, 3);
        var today = DateTime.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var (start, end) = ($"start={DateTime.UtcNow.AddDays(-1):yyyy-MM-dd}", $"end={today}");
        // Around midnight the records may be of the day before.
        (await ExportAsync(ledger, $"{start}&{end}")).Count.ShouldBe(3);
        foreach (var nothing in (string[])["end=2020-12-31", "start=2100-01-01"])
        {
            var head = JsonSerializer.Deserialize((await ledger.GetAsync($"/v1/audit/head?{nothing}")).Text, AuditHeadJson.Default.AuditHead)!;
            (head.Count, head.FirstSequence, head.LastSequence).ShouldBe((0, null, null));
            var verified = await ExportAsync(ledger, $"{nothing}&last=0");
            (verified.Fault, verified.Count, head.WhatIsWrong(verified)).ShouldBe((null, 0, null));
        }
    }

    [Fact]
    public async Task Export_ByInstants_CutsBetweenRecords()
    {
        await using var ledger = await ServedLedger.StartAsync();
        for (var first = 1; first <= 1000; first += 100)
        {
            await RecordAsync(ledger, first, 100);
            await Task.Delay(3, TestContext.Current.CancellationToken);
        }

        var records = new List<AuditRecord>();
        await foreach (var record in AuditReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes((await ledger.GetAsync("/v1/audit/export")).Text)), TestContext.Current.CancellationToken)) records.Add(record);
        foreach (var at in records.Select(record => record[AuditColumn.Timestamp]!).Distinct())
        {
            (await ExportAsync(ledger, $"start={at}&last=1000")).FirstSequence.ShouldBe(records.First(record => record[AuditColumn.Timestamp] == at).Sequence);
            (await ExportAsync(ledger, $"end={at}&last=1000")).Last.Sequence.ShouldBe(Math.Min(1000, records.Last(record => record[AuditColumn.Timestamp] == at).Sequence));
        }
    }

    [Theory]
    [InlineData("/v1/audit/events?start=yesterday", "invalid_request", "start must be a day")]
    [InlineData("/v1/audit/events?limit=1001", "invalid_request", "limit")]
    [InlineData("/v1/audit/export?format=pdf", "invalid_request", "format: must be json, jsonl or csv")]
    [InlineData("/v1/audit/export?format=1", "invalid_request", "format: must be json, jsonl or csv")]
    [InlineData("/v1/audit/export?start=2024-02-01&end=2024-01-01", "invalid_request", "lies before")]
    [InlineData("/v1/audit/head?end=2024-13-01", "invalid_request", "end must be a day")]
    public async Task Question_ThatIsWrong_IsRefusedAndNotRecorded(string path, string type, string says)
    {
        await using var ledger = await ServedLedger.StartAsync();
        var answer = await ledger.GetAsync(path);
        (answer.Status, answer.ErrorType).ShouldBe((400, type));
        answer.Json["error"]!["message"]!.GetValue<string>().ShouldContain(says);
        (await ledger.GetAsync(Events)).Json["events"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"events":[{"event_id":"x"}]}""", "invalid_json", "events[0].event_id")]
    [InlineData("""{"events":""", "invalid_json", "")]
    [InlineData("""{"events":[{"event_id":"018f0000-0000-7000-8000-000000000001","occurred_at":"2024-01-15T10:30:00Z","service":"gateway","action":"Peeked","operation":"x"}]}""", "invalid_json", "events[0].action")]
    [InlineData("""{"events":[{"event_id":"018f0000-0000-7000-8000-000000000001","occurred_at":"2024-01-15T10:30:00Z","service":"","action":"AccessGranted","operation":"x"}]}""", "invalid_request", "events[0].service: must not be empty")]
    public async Task Batch_ThatIsWrong_IsRefusedWhole(string body, string type, string says)
    {
        await using var ledger = await ServedLedger.StartAsync();
        var answer = await ledger.PostAsync(Events, body);
        (answer.Status, answer.ErrorType).ShouldBe((400, type));
        answer.Json["error"]!["message"]!.GetValue<string>().ShouldContain(says);
        ledger.Memory.Head.Position.ShouldBe(0);
    }

    [Fact]
    public async Task Verify_OfAnAlteredTable_NamesTheRecordAndRebuildMendsIt()
    {
        var folder = Directory.CreateTempSubdirectory("vitrine-ledger-");
        await using var ledger = await ServedLedger.StartAsync(folder: folder.FullName);
        await RecordAsync(ledger, 1, 20);
        var whole = (await ledger.GetAsync("/v1/audit/verify")).Json;
        ((bool)whole["ok"]!, (long)whole["verified_records"]!).ShouldBe((true, 20));

        using (var file = new FileStream(Path.Combine(folder.FullName, "projections", "audit.jsonl"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            var text = new byte[file.Length];
            await file.ReadExactlyAsync(text, TestContext.Current.CancellationToken);
            file.Position = text.AsSpan().IndexOf("request-17"u8) + 9;
            file.WriteByte((byte)'8');
        }

        var altered = (await ledger.GetAsync("/v1/audit/verify")).Json;
        ((bool)altered["ok"]!, (long)altered["verified_records"]!).ShouldBe((false, 16));
        altered["problem"]!.GetValue<string>().ShouldContain("Record 17 (sequence 17) is not what the log says");
        (await ExportAsync(ledger, "")).Fault.ShouldNotBeNull().Index.ShouldBe(17);

        (await ledger.PostAsync("/v1/projections/audit/rebuild")).Status.ShouldBeLessThan(300);
        await ServedLedger.WaitAsync(async () => (bool)(await ledger.GetAsync("/v1/audit/verify")).Json["ok"]!);
        (await ExportAsync(ledger, "")).Fault.ShouldBeNull();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Verify_OfADamagedLog_SaysWhere()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await RecordAsync(ledger, 1, 5);
        await ExportAsync(ledger, "");
        ledger.Memory.Damaged = 4;
        var answer = await ledger.GetAsync("/v1/audit/verify");
        (answer.Status, answer.ErrorType).ShouldBe((500, "log_damaged"));
    }

    [Fact]
    public async Task Reading_ThatCannotBeRecorded_IsRefused()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await RecordAsync(ledger, 1, 5);
        ledger.Memory.Failure = new Engines.EngineUnavailableException("no_quorum", "No quorum.");
        (await ledger.GetAsync(Events)).Status.ShouldBe(503);
        (await ledger.GetAsync("/v1/audit/export")).Status.ShouldBe(503);
        // What says nothing of the records needs no record.
        (await ledger.GetAsync("/v1/audit/head")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Rebuild_MakesTheVerySameTrail()
    {
        await using var ledger = await ServedLedger.StartAsync();
        await RecordAsync(ledger, 1, 700);
        var before = (await ledger.GetAsync("/v1/audit/export?last=700")).Text;
        (await ledger.PostAsync("/v1/projections/audit/rebuild")).Status.ShouldBeLessThan(300);
        await ServedLedger.WaitAsync(async () => (await ledger.GetAsync("/v1/audit/export?last=700")).Text == before);
    }

    private static async Task<(int Accepted, int Duplicates)> RecordAsync(ServedLedger ledger, int first, int count)
    {
        var batch = new AuditBatch([.. Enumerable.Range(first, count).Select(SampleTrail.Event)]);
        var answer = await ledger.PostAsync(Events, JsonSerializer.Serialize(batch, AuditJson.Default.AuditBatch));
        answer.Status.ShouldBe(200, answer.Text);
        return ((int)answer.Json["accepted"]!, (int)answer.Json["duplicates"]!);
    }

    private static async Task<AuditHead> HeadAsync(ServedLedger ledger) => JsonSerializer.Deserialize((await ledger.GetAsync("/v1/audit/head")).Text, AuditHeadJson.Default.AuditHead)!;

    private static async Task<AuditVerifier> ExportAsync(ServedLedger ledger, string query)
    {
        var answer = await ledger.GetAsync("/v1/audit/export?" + query);
        answer.Status.ShouldBe(200, answer.Text);
        return await SampleTrail.VerifyAsync(Encoding.UTF8.GetBytes(answer.Text));
    }
}
