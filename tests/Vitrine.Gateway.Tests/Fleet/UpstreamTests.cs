using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Gateway.Fleet;

namespace Vitrine.Gateway.Tests.Fleet;

public sealed class UpstreamTests
{
    private static readonly UpstreamOptions s_one = new(new Uri("http://localhost:8000"));
    private static readonly UpstreamOptions s_two = new(new Uri("http://10.0.0.7:8001"));
    private static readonly UpstreamOptions s_ours = new(new Uri("http://localhost:8082"), new Uri("http://localhost:8090"));

    [Fact]
    public void From_SharedModel_IsOneServerWithAPodEach()
    {
        var objects = UpstreamObjects.From([(s_one, ["meta-llama/Llama-3.1", "b"]), (s_two, ["b"]), (s_two, ["b"])]);
        objects.Routes.Select(route => (route.Id.ToString(), route.ModelName, route.Rules.Single().Targets.Single().ModelServer)).ShouldBe(
            [("default/b", "b", "b"), ("default/meta-llama-llama-3-1", "meta-llama/Llama-3.1", "meta-llama-llama-3-1")]);
        objects.Servers[0].Endpoints.Select(endpoint => (endpoint.Name, endpoint.Address)).ShouldBe([("localhost-8000", s_one.Address), ("10-0-0-7-8001", s_two.Address)]);
        objects.Servers[1].Endpoints.Count.ShouldBe(1);
        objects.Servers[0].Spec.GetRawText().ShouldBe("""{"endpoints":[{"name":"localhost-8000","address":"http://localhost:8000"},{"name":"10-0-0-7-8001","address":"http://10.0.0.7:8001"}]}""");
        objects.Routes[0].Spec.GetRawText().ShouldBe("""{"modelName":"b","rules":[{"name":"default","targetModels":[{"modelServerName":"b"}]}]}""");
    }

    [Fact]
    public void From_NamesThatLookAlike_StayApart() =>
        UpstreamObjects.From([(s_one, ["a/b", "a-b", "A.B", "%%"])]).Servers.Select(server => server.Id.Name).ShouldBe(["unnamed", "a-b", "a-b-2", "a-b-3"]);

    [Fact]
    public void From_OurOwnServer_IsPolledAtItsDebugListener()
    {
        var server = UpstreamObjects.From([(s_ours, ["tiny"])]).Servers.Single();
        server.Engine.ShouldBe(Vitrine.Gateway.Objects.InferenceEngine.Vitrine);
        server.Endpoints.Single().Metrics.ShouldBe(new Uri("http://localhost:8090/metrics"));
    }

    [Theory]
    [InlineData("""{"object":"list","data":[{"id":"a"},{"id":"b","object":"model"},{"id":"a"},{"name":"c"},{"id":7},{"id":""},null]}""", "a b")]
    [InlineData("""{"data":null}""", "")]
    [InlineData("""{"data":[]}""", "")]
    [InlineData("""{"data":{}}""", null)]
    [InlineData("""[]""", null)]
    [InlineData("<html>", null)]
    [InlineData("", null)]
    [InlineData("""{"data":[{"id":"\ud800"}]}""", null)]
    public void OfList_Answers_AreReadOrRefused(string body, string? expected) =>
        (ServedModels.OfList(System.Text.Encoding.UTF8.GetBytes(body)) is { } models ? string.Join(' ', models) : null).ShouldBe(expected);

    [Fact]
    public void OfPage_OtelRows_AreTheModels() => ServedModels.OfPage("""
        # HELP vitrine_model_offered 1 for a model in memory
        # TYPE vitrine_model_offered gauge
        vitrine_model_offered{gen_ai_request_model="tiny"} 0
        vitrine_model_offered{gen_ai_request_model="a \"b\" \\ c"} 1
        vitrine_model_threads{gen_ai_response_model="no"} 2
        vitrine_model_offered{gen_ai_request_model="
        """).ShouldBe(["tiny", "a \"b\" \\ c"]);

    [Fact]
    public async Task LookAsync_ModelsChange_TheFleetFollows()
    {
        using var handler = new Answers();
        var fleet = new FleetState();
        using var watch = Watch(handler, fleet, s_one, s_two);
        await watch.LookAsync(CancellationToken.None);
        fleet.Current.ModelNames.ShouldBeEmpty();
        watch.Known.Select(status => status.Error).ShouldBe(["http://localhost:8000/v1/models: refused", "http://10.0.0.7:8001/v1/models: refused"]);

        handler.Bodies["http://localhost:8000/v1/models"] = """{"data":[{"id":"a"}]}""";
        handler.Bodies["http://10.0.0.7:8001/v1/models"] = """{"data":[{"id":"a"},{"id":"b"}]}""";
        await watch.LookAsync(CancellationToken.None);
        fleet.Current.ModelNames.ShouldBe(["a", "b"]);
        fleet.Current.Pods.Count.ShouldBe(2);
        var pod = fleet.Current.Pods[0];

        var before = fleet.Current;
        await watch.LookAsync(CancellationToken.None);
        fleet.Current.ShouldBeSameAs(before);

        handler.Bodies["http://localhost:8000/v1/models"] = """{"data":[{"id":"c"}]}""";
        handler.Bodies["http://10.0.0.7:8001/v1/models"] = "<html>";
        await watch.LookAsync(CancellationToken.None);
        fleet.Current.ModelNames.ShouldBe(["a", "b", "c"]);
        fleet.Current.Pods[0].ShouldBeSameAs(pod);
        watch.Known[1].Error.ShouldBe("http://10.0.0.7:8001/v1/models answered something that is no list of models");

        handler.Bodies.Clear();
        await watch.LookAsync(CancellationToken.None);
        fleet.Current.ModelNames.ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task LookAsync_OurOwnServer_IsAskedAtItsDebugListenerOnly()
    {
        using var handler = new Answers();
        handler.Bodies["http://localhost:8090/metrics?pack=otel"] = "vitrine_model_offered{gen_ai_request_model=\"tiny\"} 1\n";
        var fleet = new FleetState();
        using var watch = Watch(handler, fleet, s_ours);
        await watch.LookAsync(CancellationToken.None);
        fleet.Current.ModelNames.ShouldBe(["tiny"]);
        fleet.Current.Pods.Single().Metrics.ShouldBe(new Uri("http://localhost:8090/metrics"));
        handler.Asked.ShouldBe(["http://localhost:8090/metrics?pack=otel"]);
    }

    [Fact]
    public async Task LookAsync_Silence_IsToldOnceAndNotBeforeTheSecondLook()
    {
        using var handler = new Answers();
        var log = new KeptLog();
        using var watch = Watch(handler, new FleetState(), log, s_one);
        await watch.LookAsync(CancellationToken.None);
        log.Lines.ShouldBeEmpty();
        await watch.LookAsync(CancellationToken.None);
        await watch.LookAsync(CancellationToken.None);
        log.Lines.ShouldBe(["The upstream http://localhost:8000/ names no models: http://localhost:8000/v1/models: refused."]);
        handler.Bodies["http://localhost:8000/v1/models"] = "<html>";
        await watch.LookAsync(CancellationToken.None);
        log.Lines[^1].ShouldContain("no list of models");
        handler.Bodies["http://localhost:8000/v1/models"] = """{"data":[{"id":"a"}]}""";
        await watch.LookAsync(CancellationToken.None);
        handler.Bodies.Clear();
        await watch.LookAsync(CancellationToken.None);
        log.Lines.Count.ShouldBe(3, "two silences and the models: the newest miss is the first in its row");
    }

    private static UpstreamWatch Watch(Answers handler, FleetState fleet, params UpstreamOptions[] upstreams) => Watch(handler, fleet, NullLogger<UpstreamWatch>.Instance, upstreams);

    private static UpstreamWatch Watch(Answers handler, FleetState fleet, ILogger<UpstreamWatch> log, params UpstreamOptions[] upstreams) => new(
        new FleetOptions { Upstreams = upstreams }, new FleetAssembler(fleet), new HttpMessageInvoker(handler, disposeHandler: false), TimeProvider.System, log);

    private sealed class KeptLog : ILogger<UpstreamWatch>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception));
    }

    private sealed class Answers : HttpMessageHandler
    {
        public Dictionary<string, string> Bodies { get; } = [];

        public List<string> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!.AbsoluteUri);
            return Bodies.TryGetValue(request.RequestUri.AbsoluteUri, out var body)
                ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body) })
                : throw new HttpRequestException("refused");
        }
    }
}
