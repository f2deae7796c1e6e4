using System.Diagnostics;
using Vitrine.Telemetry.Export;
using Vitrine.Telemetry.Tests.Export;
using Vitrine.Telemetry.Traces;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Tests.Traces;

public sealed class TraceIdentityTests
{
    [Fact]
    public async Task Begin_WithoutAnExporter_RequestsHaveTraceIdsAndChildrenNoActivity()
    {
        using var telemetry = Exporting.Service();
        await using var export = TelemetryExport.Start(telemetry, Exporting.Settings(new ExportOptions()));
        using var http = telemetry.Begin(HttpKinds.Http).Opened();
        using var inference = http.Begin(InferenceKinds.Inference).Opened();
        http.Span.ShouldNotBeNull().TraceId.ShouldNotBe(default);
        http.Span.Recorded.ShouldBeFalse();
        inference.Span.ShouldBeNull();
        inference.End(Outcome.Ok);
        http.End(Outcome.Ok);
    }

    [Theory]
    [InlineData(ActivityTraceFlags.Recorded, true)]
    [InlineData(ActivityTraceFlags.None, false)]
    public void Start_RemoteParent_PassesItsDecisionOn(ActivityTraceFlags flags, bool sampled)
    {
        using var source = new ActivitySource("identity-" + sampled);
        using var identity = TraceIdentity.Start(source);
        var caller = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), flags, isRemote: true);
        using var request = source.StartActivity("request", ActivityKind.Server, caller).ShouldNotBeNull();
        request.TraceId.ShouldBe(caller.TraceId);
        request.Recorded.ShouldBe(sampled);
        request.IsAllDataRequested.ShouldBeFalse();
        source.CreateActivity("child", ActivityKind.Internal, request.Context).ShouldBeNull();
    }
}
