using System.Text;
using System.Text.Json;
using Vitrine.Telemetry.Audit;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Packs;
using Vitrine.Telemetry.Vocabulary;
using Vitrine.Testing;

namespace Vitrine.Telemetry.Tests.Audit;

/// <summary>Which operations give which entries, by the house's own rules and by rules of other packs.</summary>
public sealed class AuditRulesTests : ILineOutput, IDisposable
{
    private const long EntryBudgetBytes = 0;

    private readonly List<string> _entries = [];
    private VitrineTelemetry? _telemetry;
    private bool _isCounting;

    [Fact]
    public void Inference_Answered_GrantsAccessOnce()
    {
        using (var http = Http())
        {
            http.Set(HttpFacts.Caller, "line-1").Set(HttpFacts.UserId, "ada");
            Infer(http, Outcome.Ok, "secret prompt");
            http.End(Outcome.Ok);
        }

        var entry = Single();
        entry.Action.ShouldBe(AuditAction.AccessGranted);
        entry.Operation.ShouldBe("inference");
        entry.Service.ShouldBe("gateway");
        entry.Actor.ShouldBe("ada");
        entry.SubjectId.ShouldBe("tiny");
        entry.IpAddress.ShouldBe("10.0.0.7");
        entry.RequestId.ShouldBe("r-1");
        entry.Outcome.ShouldBe("ok");
        entry.Reason.ShouldBeNull();
        entry.ChangedFieldNames.ShouldBeNull();
        entry.EventId.Version.ShouldBe(7);
        entry.OccurredAt.ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5));
        _entries[0].ShouldNotContain("secret");
    }

    [Theory]
    [InlineData(Outcome.Rejected, AuditAction.AccessDenied)]
    [InlineData(Outcome.Timeout, AuditAction.AccessGranted)]
    [InlineData(Outcome.Cancelled, AuditAction.AccessGranted)]
    public void Inference_OtherEnds_TellOutcomeAndReason(Outcome outcome, AuditAction action)
    {
        using (var http = Http())
        {
            Infer(http, outcome, "secret");
            http.Set(HttpFacts.StatusCode, 429).End(outcome);
        }

        var entry = Single();
        (entry.Action, entry.Outcome, entry.Reason, entry.Actor).ShouldBe((action, outcome.Name(), "why", null));
    }

    [Theory]
    [InlineData(401, 1)]
    [InlineData(403, 1)]
    [InlineData(400, 0)]
    public void Http_RefusedAtTheDoor_DeniesAccess(int status, int entries)
    {
        using (var http = Http()) http.Set(HttpFacts.StatusCode, status).End(Outcome.Rejected, "invalid_api_key");

        _entries.Count.ShouldBe(entries);
        if (entries == 0) return;
        var entry = Single();
        (entry.Action, entry.Operation, entry.SubjectId, entry.Reason).ShouldBe((AuditAction.AccessDenied, "access_refused", "/v1/chat/completions", "invalid_api_key"));
    }

    [Theory]
    [InlineData("10.0.0.7:51034", "10.0.0.7")]
    [InlineData("10.0.0.7", "10.0.0.7")]
    [InlineData("[2001:db8::7]:51034", "2001:db8::7")]
    [InlineData("[2001:db8::7]", "2001:db8::7")]
    [InlineData("2001:db8::7", "2001:db8::7")]
    [InlineData("", "")]
    public void Address_OfAPeer_HasNoPort(string peer, string address)
    {
        Telemetry().Point(AuditKinds.ProfileTaken).Set(GuardFacts.PeerAddress, peer).Emit();
        Single().IpAddress.ShouldBe(address);
    }

    [Fact]
    public void ConfigReload_NamesWhatChanged()
    {
        Telemetry().Point(AuditKinds.ConfigReload).Set(AuditFacts.Subject, "routes").Set(AuditFacts.Changed, "ModelRoute/default/a,ModelServer/default/b/spec.model").Emit();

        var entry = Single();
        (entry.Action, entry.Actor, entry.SubjectId, entry.CorrelationId).ShouldBe((AuditAction.PolicyChanged, "system:configuration", "routes", null));
        entry.ChangedFieldNames.ShouldBe(["ModelRoute/default/a", "ModelServer/default/b/spec.model"]);
    }

    [Fact]
    public void EveryKindOfTheHousePack_IsDrivenBySomebody()
    {
        var report = Telemetry().Reports.Single(pack => pack.Pack == "audit");
        report.Missing.ShouldBeEmpty();
        report.Driven.Count.ShouldBe(8);
    }

    [Fact]
    public void Operation_OfTwoPacksWithRules_GivesTheEntryOfTheFirst()
    {
        const string own = """
            pack: own
            audit:
            - { name: ask, on: inference, action: FieldMasked, operation: ask, subject: { template: "model {gen_ai.request.model}" }, tenant: { const: acme } }
            """;
        using (var http = Http(Pack.Parse("own.yaml", own)))
        {
            Infer(http, Outcome.Ok, "secret");
            http.End(Outcome.Ok);
        }

        var entry = Single();
        (entry.Action, entry.Operation, entry.SubjectId, entry.TenantId).ShouldBe((AuditAction.FieldMasked, "ask", "model tiny", "acme"));
    }

    [Theory]
    [InlineData("action: AccessGrantet, operation: o", "Did you mean 'AccessGranted'?")]
    [InlineData("operation: o", "is missing")]
    [InlineData("action: AccessGranted, operation: o, subject: gen_ai.input.messages", "never stands in an audit entry")]
    [InlineData("action: AccessGranted, operation: o, reason: { template: 'said {gen_ai.output.messages}' }", "never stands in an audit entry")]
    [InlineData("action: AccessGranted, operation: o, actor: [user.id, user.nme]", "The nearest is 'user.id'.")]
    [InlineData("action: AccessGranted, operation: o, fields: [user.id]", "is not known here")]
    public void Rule_ThatIsWrong_IsAnErrorOfThePack(string rule, string message)
    {
        var pack = Pack.Parse("own.yaml", $"pack: own\naudit:\n- {{ name: n, on: http, {rule} }}\n");
        var errors = Should.Throw<Vitrine.Telemetry.Documents.DocumentException>(() => new VitrineTelemetry(new TelemetryOptions { Packs = [pack], Kinds = [HttpKinds.Http] })).Errors;
        errors.ShouldContain(error => error.Message.Contains(message), string.Join('\n', errors));
    }

    [Fact]
    public void Entry_OfAnInference_AllocatesNothing()
    {
        var telemetry = Telemetry();
        _isCounting = true;

        var with = Allocations.MedianBytes(Round);
        _telemetry = null;
        telemetry.Dispose();
        telemetry = New(isAudited: false);
        var without = Allocations.MedianBytes(Round);

        (with - without).ShouldBeLessThanOrEqualTo(EntryBudgetBytes);

        void Round()
        {
            using var http = telemetry.Begin(HttpKinds.Http).Set(HttpFacts.ClientAddress, "10.0.0.7:51034").Set(HttpFacts.RequestId, "r-1").Opened();
            Infer(http, Outcome.Ok, "secret");
            http.End(Outcome.Ok);
        }
    }

    void ILineOutput.Write(ReadOnlySpan<byte> line)
    {
        if (!_isCounting) _entries.Add(Encoding.UTF8.GetString(line));
    }

    public void Dispose() => _telemetry?.Dispose();

    private static void Infer(Operation http, Outcome outcome, string prompt)
    {
        using var inference = http.Begin(InferenceKinds.Inference).Set(GenAiFacts.OperationName, "chat").Set(GenAiFacts.RequestModel, "tiny").Opened();
        inference.Set(GenAiFacts.InputMessages, prompt).End(outcome, outcome == Outcome.Ok ? null : "why");
    }

    private Operation Http(params Pack[] before) => Telemetry(before).Begin(HttpKinds.Http)
        .Set(HttpFacts.Path, "/v1/chat/completions").Set(HttpFacts.ClientAddress, "10.0.0.7:51034").Set(HttpFacts.RequestId, "r-1").Opened();

    private VitrineTelemetry Telemetry(params Pack[] before) => _telemetry ??= New(isAudited: true, before);

    private VitrineTelemetry New(bool isAudited, params Pack[] before) => new(new TelemetryOptions
    {
        ServiceName = "gateway",
        Kinds = HouseVocabulary.All,
        Packs = [.. before, new PackStore().Load("audit")],
        Audit = isAudited ? AuditEntries.Of("gateway", this) : null,
    });

    private AuditEvent Single() => JsonSerializer.Deserialize(_entries.ShouldHaveSingleItem(), AuditJson.Default.AuditEvent)!;
}
