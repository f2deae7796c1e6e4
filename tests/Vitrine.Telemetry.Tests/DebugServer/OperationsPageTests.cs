using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Tests.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Tests.DebugServer;

public sealed class OperationsPageTests
{
    private const string Hostile = "<script>alert(\"x\")</script>&'";

    [Fact]
    public async Task Get_ById_UnfoldsTheWholeRequest()
    {
        await using var service = await Inferring();
        await service.Api.GetStringAsync("/infer");

        var last = (await Read(service, "/debug/operations?id=last")).Matches.ShouldHaveSingleItem();
        var byNumber = (await Read(service, $"/debug/operations?id={last.Sequence}")).Matches.ShouldHaveSingleItem();
        var byTrace = (await Read(service, $"/debug/operations?id={last.TraceId}")).Matches.ShouldHaveSingleItem();
        var byRequest = (await Read(service, $"/debug/operations?id={last.Fact("vitrine.request.id")}")).Matches.ShouldHaveSingleItem();

        new[] { byNumber.Sequence, byTrace.Sequence, byRequest.Sequence }.ShouldAllBe(sequence => sequence == last.Sequence);
        (last.Service, last.Kind, last.Outcome).ShouldBe(("probe", "http", "ok"));
        last.TraceId.ShouldNotBeNull().Length.ShouldBe(32);
        last.Sampled.ShouldBeFalse();
        last.Series.ShouldContain(new SeriesView("probe", "requests_total", "counter", "outcome=\"ok\",status=\"200\",route=\"/infer/{*rest}\"", 1));
        last.Series.ShouldNotContain(series => series.Family == "unhandled_total");
        var inference = last.Children.ShouldHaveSingleItem();
        inference.Kind.ShouldBe("inference");
        inference.Fact("gen_ai.request.model").ShouldBe("tiny");
        inference.Facts.ShouldContain(new FactView("gen_ai.usage.input_tokens", Number: 12, Unit: "{token}"));
        inference.OffsetMs.ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task Get_LookingAtOperations_MakesNoSeries()
    {
        await using var service = await Inferring();
        await service.Api.GetStringAsync("/infer");
        var before = await service.MetricsAsync();

        await Read(service, "/debug/operations?id=last");

        (await service.MetricsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Get_Lists_SortAndFilter()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/{status:int}", (int status) => Results.StatusCode(status)));
        foreach (var status in new[] { 200, 404, 500, 429 }) (await service.Api.GetAsync($"/{status}")).Dispose();

        var all = await Read(service, "/debug/operations");
        var rejected = await Read(service, "/debug/operations?outcome=rejected");
        var one = await Read(service, "/debug/operations?limit=1");
        var slow = await Read(service, "/debug/operations?slow=1000s");

        all.Running!.ShouldBeEmpty();
        all.Newest!.Select(root => root.Fact("http.response.status_code")).ShouldBe(["429", "500", "404", "200"]);
        all.Failed!.Count.ShouldBe(3);
        all.Slowest!.Select(root => root.DurationMs).ShouldBeInOrder(SortDirection.Descending);
        rejected.Newest!.ShouldHaveSingleItem().Fact("url.path").ShouldBe("/429");
        one.Newest!.Count.ShouldBe(1);
        slow.Newest!.ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_ListsAfter_HoldWhatIsNew()
    {
        await using var service = await Inferring();
        await service.Api.GetStringAsync("/infer");
        var seen = (await Read(service, "/debug/operations")).Ended;
        await service.Api.GetStringAsync("/infer/again");

        var news = await Read(service, $"/debug/operations?after={seen}");

        news.Newest!.ShouldHaveSingleItem().Fact("url.path").ShouldBe("/infer/again");
        news.Slowest!.ShouldHaveSingleItem().Sequence.ShouldBe(seen + 1);
    }

    [Fact]
    public async Task Get_ListsWithDepth_HoldScopesWithTheirFacts()
    {
        await using var service = await Inferring();
        await service.Api.GetStringAsync("/infer");

        var root = (await Read(service, "/debug/operations?depth=1")).Newest!.ShouldHaveSingleItem();

        root.Children.ShouldHaveSingleItem().Fact("gen_ai.request.model").ShouldBe("tiny");
        (root.Lines.Count, root.Series.Count, root.Children[0].Series.Count).ShouldBe((0, 0, 0));
        (await Read(service, "/debug/operations")).Newest!.ShouldHaveSingleItem().Children.ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_WhileItRuns_IsListedAndFound()
    {
        var (arrived, finish) = (new TaskCompletionSource<string>(), new TaskCompletionSource());
        await using var service = await TestService.StartAsync(app => app.MapGet("/", async (HttpContext context) =>
        {
            arrived.SetResult(context.Operation().Get(HttpFacts.RequestId)!);
            await finish.Task.WaitAsync(TestService.Deadline);
        }));
        var request = service.Api.GetAsync("/");
        var id = await arrived.Task.WaitAsync(TestService.Deadline);

        (await Read(service, "/debug/operations")).Running!.ShouldHaveSingleItem().Outcome.ShouldBeNull();
        (await Read(service, $"/debug/operations?id={id}")).Matches!.ShouldHaveSingleItem().Series.ShouldBeEmpty();

        finish.SetResult();
        (await request.WaitAsync(TestService.Deadline)).Dispose();
    }

    [Theory]
    [InlineData("?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("?limit=x", HttpStatusCode.BadRequest)]
    [InlineData("?outcome=fine", HttpStatusCode.BadRequest)]
    [InlineData("?slow=long", HttpStatusCode.BadRequest)]
    [InlineData("?after=-1", HttpStatusCode.BadRequest)]
    [InlineData("?depth=9", HttpStatusCode.BadRequest)]
    [InlineData("?id=nobody", HttpStatusCode.NotFound)]
    [InlineData("?slow=250", HttpStatusCode.OK)]
    [InlineData("?slow=1.5s&outcome=ok&limit=3&after=0&depth=8&check", HttpStatusCode.OK)]
    public async Task Get_Query_IsChecked(string query, HttpStatusCode expected)
    {
        await using var service = await Inferring();

        using var answer = await service.Debug.GetAsync("/debug/operations" + query);

        answer.StatusCode.ShouldBe(expected);
    }

    [Theory]
    [InlineData("/debug/operations")]
    [InlineData("/debug/operations?id=last")]
    [InlineData("/debug/operations?id=%3Cscript%3Ealert(1)")]
    [InlineData("/debug/operations?outcome=ok&slow=0")]
    public async Task GetHtml_HostileNames_AreEncoded(string path)
    {
        await using var service = await Inferring();
        using var hostile = new HttpRequestMessage(HttpMethod.Get, "/infer/" + Uri.EscapeDataString(Hostile));
        hostile.Headers.UserAgent.ParseAdd("probe/1");
        hostile.Headers.TryAddWithoutValidation("X-Request-Id", "<img/src=x>");
        (await service.Api.SendAsync(hostile)).Dispose();

        using var answer = await Html(service, path);

        var html = await answer.Content.ReadAsStringAsync();
        html.ShouldNotContain("<script");
        html.ShouldNotContain("<img");
        html.ShouldNotContain("style=");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'; style-src 'sha256-");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
    }

    [Fact]
    public async Task Html_ScopesOfOneKind_AreToldApart()
    {
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/", (HttpContext context) =>
            {
                foreach (var name in (string[])["least-request", "prefix-cache"])
                {
                    using var plugin = context.Operation().Begin(GatewayKinds.Plugin).Set(GatewayFacts.PluginType, "score").Set(GatewayFacts.PluginName, name).Opened();
                    plugin.End(Outcome.Ok);
                }
            }),
            options => options.Kinds = [GuardKinds.Guard, .. GatewayKinds.All]);
        await service.Api.GetStringAsync("/");

        using var answer = await Html(service, "/debug/operations?id=last");

        var html = await answer.Content.ReadAsStringAsync();
        html.ShouldContain("<td class=\"d1\">plugin score least-request<td>");
        html.ShouldContain("<summary>plugin score prefix-cache ");
    }

    [Theory]
    [InlineData("/", "probe")]
    [InlineData("/debug/config", "********")]
    [InlineData("/debug/pack", "requests_total")]
    public async Task Get_SmallPages_AnswerBothWays(string path, string expected)
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/", () => "ok"), options =>
        {
            options.Settings.Add(new EffectiveSetting("api.key", "swordfish-swordfish", "environment VITRINE_API_KEY", IsSecret: true));
        });

        var json = await service.Debug.GetStringAsync(path);
        using var answer = await Html(service, path);
        var html = await answer.Content.ReadAsStringAsync();

        JsonDocument.Parse(json).Dispose();
        json.ShouldContain(expected);
        html.ShouldContain(expected);
        (json + html).ShouldNotContain("swordfish");
    }

    private static Task<TestService> Inferring() => TestService.StartAsync(
        app => app.MapGet("/infer/{*rest}", (HttpContext context) =>
        {
            using var inference = context.Operation().Begin(InferenceKinds.Inference).Set(GenAiFacts.RequestModel, "tiny").Opened();
            inference.Set(GenAiFacts.InputTokens, 12).Set(GenAiFacts.ResponseModel, Hostile).End(Outcome.Ok);
            return "done";
        }).WithDisplayName("infer"),
        options => options.Kinds = [.. InferenceKinds.All]);

    private static async Task<HttpResponseMessage> Html(TestService service, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("text/html"));
        return await service.Debug.SendAsync(request);
    }

    private static async Task<OperationsDocument> Read(TestService service, string path) =>
        JsonSerializer.Deserialize(await service.Debug.GetStringAsync(path), DebugJson.Readable.OperationsDocument).ShouldNotBeNull();
}
