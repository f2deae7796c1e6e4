using Vitrine.Telemetry.Tests.Export;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Tests.Operations;

public sealed class ScopeTests
{
    private const string Pack = """
        pack: test
        labels:
          model: { fact: gen_ai.request.model, unknown: unknown }
          response: { fact: gen_ai.response.model }
          outcome: { fact: outcome }
        metrics:
        - { counter: inferences_total, help: h, from: inference, labels: [outcome] }
        - { gauge: inferences_active, help: h, open: inference, labels: [response] }
        - { gauge: waiting, help: h, open: queue_wait }
        - { counter: http_total, help: h, from: http }
        - { counter: http_errors_total, help: h, from: http, when: { error.type: present } }
        """;

    [Fact]
    public void End_Twice_CountsOnce()
    {
        using var service = new PackService(Pack);
        using var http = service.Telemetry.Begin(HttpKinds.Http);
        http.End(Outcome.Ok);
        http.End(Outcome.Error, "late");
        service.Page.ShouldContain("http_total 1\n");
        service.Page.ShouldContain("http_errors_total 0\n");
        http.Outcome.ShouldBe(Outcome.Ok);
    }

    [Fact]
    public void Dispose_WithoutEnd_IsAnErrorBecauseAnUnknownFateIsNoSuccess()
    {
        using var service = new PackService(Pack);
        using (service.Telemetry.Begin(HttpKinds.Http))
        {
        }

        service.Page.ShouldContain("http_errors_total 1\n");
    }

    [Fact]
    public void End_WithOpenChildren_AbandonsThemAndLowersTheirGauges()
    {
        using var service = new PackService(Pack);
        var http = service.Telemetry.Begin(HttpKinds.Http);
        var inference = http.Begin(InferenceKinds.Inference).Opened();
        var wait = inference.Begin(InferenceKinds.QueueWait);
        service.Page.ShouldContain("waiting 1\n");
        http.End(Outcome.Cancelled);
        inference.Outcome.ShouldBe(Outcome.Abandoned);
        wait.Outcome.ShouldBe(Outcome.Abandoned);
        service.Page.ShouldContain("waiting 0\n");
        service.Samples("inferences_total").ShouldBe(["inferences_total{outcome=\"abandoned\"} 1"]);
        wait.End(Outcome.Ok);
        wait.Outcome.ShouldBe(Outcome.Abandoned);
    }

    [Fact]
    public void Opened_LabelChangesMeanwhile_LowersTheSeriesItRaised()
    {
        using var service = new PackService(Pack);
        using var inference = service.Telemetry.Begin(InferenceKinds.Inference).Set(GenAiFacts.ResponseModel, "a").Opened();
        inference.Set(GenAiFacts.ResponseModel, "b");
        inference.End(Outcome.Ok);
        service.Samples("inferences_active").ShouldBe(["inferences_active{response=\"a\"} 0"]);
    }

    [Fact]
    public void Set_FactOfAnOuterScope_LandsThereAndLateFactsAreCounted()
    {
        using var service = new PackService(Pack);
        using var http = service.Telemetry.Begin(HttpKinds.Http);
        using var inference = http.Begin(InferenceKinds.Inference);
        inference.Set(HttpFacts.StatusCode, 404);
        http.TryGetOwn(HttpFacts.StatusCode, out var status).ShouldBeTrue();
        status.AsDouble().ShouldBe(404);
        inference.End(Outcome.Ok);
        inference.Set(GenAiFacts.InputTokens, 3);
        service.Telemetry.LateFacts.ShouldBe(1);
    }

    [Fact]
    public void Begin_UnderAnEndedParent_IsAbandonedAtOnce()
    {
        using var service = new PackService(Pack);
        using var http = service.Telemetry.Begin(HttpKinds.Http);
        http.End(Outcome.Ok);
        using var child = http.Begin(InferenceKinds.QueueWait);
        child.Outcome.ShouldBe(Outcome.Abandoned);
        service.Page.ShouldContain("waiting 0\n");
    }

    [Fact]
    public void Ring_TreeThatNobodyReleased_IsNeverReused()
    {
        using var service = new PackService(Pack, recent: 2);
        var held = service.Telemetry.Begin(HttpKinds.Http);
        var stray = held.Begin(InferenceKinds.QueueWait);
        held.End(Outcome.Ok);
        held.Dispose();
        for (var i = 0; i < 50; i++)
        {
            using var other = service.Telemetry.Begin(HttpKinds.Http);
            ReferenceEquals(other, held).ShouldBeFalse();
            other.End(Outcome.Ok);
        }

        // The stray child of an abandoned tree may still be touched by its holder: it must not end somebody else's scope.
        using var live = service.Telemetry.Begin(HttpKinds.Http);
        using var wait = live.Begin(InferenceKinds.QueueWait);
        stray.End(Outcome.Ok);
        stray.Dispose();
        wait.HasEnded.ShouldBeFalse();
        wait.End(Outcome.Ok);
        live.End(Outcome.Ok);
    }

    [Fact]
    public void Ring_ReleasedTrees_AreReusedAndAllocateNothing()
    {
        using var service = new PackService(Pack, recent: 4);
        for (var i = 0; i < 2000; i++) Request(service);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Request(service);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1000 * 8);
    }

    [Fact]
    public void Begin_RequestsOfChangingShape_FindTheirOwnScopes()
    {
        using var service = new PackService(Pack, recent: 2);
        var random = new Random(3);
        Kind[] kinds = [InferenceKinds.Inference, InferenceKinds.QueueWait, InferenceKinds.Generation];
        for (var i = 0; i < 500; i++)
        {
            using var http = service.Telemetry.Begin(HttpKinds.Http);
            Kind[] shape = [.. Enumerable.Range(0, random.Next(5)).Select(_ => kinds[random.Next(kinds.Length)])];
            var children = shape.Select(kind => http.Begin(kind)).ToArray();
            children.Distinct().Count().ShouldBe(shape.Length);
            children.Select(child => child.Kind).ShouldBe(shape);
            children.ShouldAllBe(child => child.Root == http && !child.HasEnded && child.Children().Count == 0);
            http.Children().Count.ShouldBe(shape.Length);
            foreach (var child in children)
            {
                using (child) child.End(Outcome.Ok);
            }

            http.End(Outcome.Ok);
        }
    }

    [Fact]
    public async Task Begin_ManyChildrenOfOneRootAtOnce_AreAllDifferent()
    {
        using var service = new PackService(Pack, recent: 2);
        for (var i = 0; i < 300; i++)
        {
            using var http = service.Telemetry.Begin(HttpKinds.Http);
            using var together = new Barrier(3);
            var begun = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
            {
                together.SignalAndWait();
                return Enumerable.Range(0, 4).Select(_ => http.Begin(InferenceKinds.QueueWait)).ToArray();
            })));
            begun.SelectMany(children => children).Distinct().Count().ShouldBe(12);
            http.Children().Count.ShouldBe(12);
            foreach (var child in begun.SelectMany(children => children))
            {
                using (child) child.End(Outcome.Ok);
            }

            http.End(Outcome.Ok);
        }
    }

    [Fact]
    public void Set_TextThatIsRenderedLate_IsRenderedWhenRead()
    {
        using var service = new PackService(Pack);
        var text = new LateText();
        using var http = service.Telemetry.Begin(HttpKinds.Http).Set(HttpFacts.Route, text);
        text.Rendered.ShouldBe(0);
        http.Get(HttpFacts.Route).ShouldBe("late");
        text.Rendered.ShouldBe(1);
        http.End(Outcome.Ok);
    }

    [Fact]
    public async Task Begin_ManyThreads_EveryScopeIsCountedOnceAndGaugesReturnToZero()
    {
        using var service = new PackService(Pack, recent: 16);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 5000; i++) Request(service);
        })));
        service.Page.ShouldContain("http_total 20000\n");
        service.Page.ShouldContain("waiting 0\n");
        service.Telemetry.OpenRoots.Count.ShouldBe(0);
    }

    [Fact]
    public async Task End_WhileAnotherThreadOpensAChild_LeavesNoGaugeRaised()
    {
        using var service = new PackService(Pack, recent: 16);
        for (var i = 0; i < 2000; i++)
        {
            var http = service.Telemetry.Begin(HttpKinds.Http);
            using var together = new Barrier(2);
            var child = Task.Run(() =>
            {
                together.SignalAndWait();
                using var inference = http.Begin(InferenceKinds.Inference).Set(GenAiFacts.ResponseModel, "m").Opened();
                using var wait = inference.Begin(InferenceKinds.QueueWait);
                wait.End(Outcome.Ok);
                inference.End(Outcome.Ok);
            });
            together.SignalAndWait();
            http.End(Outcome.Cancelled);
            await child;
            http.Dispose();
        }

        service.Samples("inferences_active").ShouldAllBe(line => line.EndsWith(" 0", StringComparison.Ordinal));
        service.Page.ShouldContain("waiting 0\n");
        service.Page.ShouldContain("http_total 2000\n");
    }

    [Fact]
    public void OnEnded_ProjectionThatThrows_IsCountedAndReachesNobody()
    {
        using var service = new PackService(Pack);
        service.Telemetry.AddProjection(new Thrower());
        using (var http = service.Telemetry.Begin(HttpKinds.Http)) http.End(Outcome.Ok);
        service.Page.ShouldContain("http_total 1\n");
        service.Telemetry.Failures.All.ShouldBe([("thrower", 1L)]);
    }

    [Fact]
    public void Look_ManyPoints_TimesOneInSixtyFourEvenWhenTheProjectionThrows()
    {
        using var service = new PackService(Pack);
        service.Telemetry.AddProjection(new Thrower());
        for (var i = 0; i < 2 * Operation.TimedEvery; i++) service.Telemetry.Point(ChatKinds.ClientError).Emit();
        var thrower = service.Telemetry.Projections.Single(projection => projection.Name == "thrower");
        thrower.TimedCalls.ShouldBe(2);
        thrower.TimedSpan.ShouldBeGreaterThan(TimeSpan.Zero);
        service.Telemetry.Failures.All.ShouldBe([("thrower", 2L * Operation.TimedEvery)]);
    }

    [Fact]
    public void Page_OfTheOtelPack_ShowsWhatProjectionsCost()
    {
        using var telemetry = Exporting.Service();
        Exporting.Request(telemetry);
        Exporting.Page(telemetry).ShouldMatch("vitrine_projection_timed_calls_total{part=\"metrics of pack otel\"} [1-9]");
    }

    private static void Request(PackService service)
    {
        using var http = service.Telemetry.Begin(HttpKinds.Http).Set(HttpFacts.Method, "POST").Opened();
        using (var inference = http.Begin(InferenceKinds.Inference).Set(GenAiFacts.RequestModel, "m").Opened())
        {
            using (var wait = inference.Begin(InferenceKinds.QueueWait)) wait.End(Outcome.Ok);
            inference.End(Outcome.Ok);
        }

        http.Set(HttpFacts.StatusCode, 200).End(Outcome.Ok);
    }

    private sealed class Thrower : IProjection
    {
        public string Name => "thrower";

        public void OnPoint(Operation point) => throw new InvalidOperationException("no");

        public void OnEnded(Operation scope) => throw new InvalidOperationException("no");
    }

    private sealed class LateText : ITextSource
    {
        public int Rendered { get; private set; }

        public string Text
        {
            get
            {
                Rendered++;
                return "late";
            }
        }
    }
}
