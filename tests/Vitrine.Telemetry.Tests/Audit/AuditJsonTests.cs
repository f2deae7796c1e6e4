using System.Text.Json;
using Shouldly;
using Vitrine.Telemetry.Audit;

namespace Vitrine.Telemetry.Tests.Audit;

/// <summary>The JSON that services and the ledger share.</summary>
public sealed class AuditJsonTests
{
    private const string Line =
        """{"event_id":"018f3c2e-7b1a-7c3d-9e4f-0123456789ab","occurred_at":"2026-11-20T10:11:12.345Z","service":"gateway","action":"PolicyChanged","operation":"config_reload","actor":"system:gateway","tenant_id":null,"subject_id":"ModelRoute default/tiny","ip_address":null,"correlation_id":null,"request_id":null,"outcome":"ok","reason":null,"changed_field_names":["spec.rules","spec.modelName"]}""";

    private static readonly AuditEvent s_event = new()
    {
        EventId = Guid.Parse("018f3c2e-7b1a-7c3d-9e4f-0123456789ab"),
        OccurredAt = new DateTimeOffset(2026, 11, 20, 10, 11, 12, 345, TimeSpan.Zero),
        Service = "gateway",
        Action = AuditAction.PolicyChanged,
        Operation = "config_reload",
        Actor = "system:gateway",
        SubjectId = "ModelRoute default/tiny",
        Outcome = "ok",
        ChangedFieldNames = ["spec.rules", "spec.modelName"],
    };

    [Fact]
    public void Serialize_Event_WritesEveryKeyOfTheContract() => JsonSerializer.Serialize(s_event, AuditJson.Readable.AuditEvent).ShouldBe(Line);

    [Fact]
    public void Deserialize_OwnText_GivesTheSameEvent()
    {
        var read = JsonSerializer.Deserialize(Line, AuditJson.Default.AuditEvent)!;
        read.ChangedFieldNames.ShouldBe(s_event.ChangedFieldNames);
        (read with { ChangedFieldNames = s_event.ChangedFieldNames }).ShouldBe(s_event);
    }

    [Theory]
    [InlineData("\"PolicyChanged\"", "\"PolicyAbolished\"")]
    [InlineData("\"PolicyChanged\"", "12")]
    [InlineData("\"2026-11-20T10:11:12.345Z\"", "\"yesterday\"")]
    [InlineData("\"config_reload\"", "null")]
    [InlineData("\"service\":\"gateway\",", "")]
    public void Deserialize_WhatIsNoEvent_Throws(string part, string instead) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize(Line.Replace(part, instead, StringComparison.Ordinal), AuditJson.Default.AuditEvent));

    [Fact]
    public void Actions_AreTheFifteenOfTheContract() => Enum.GetNames<AuditAction>().Length.ShouldBe(15);
}
