using System.Net;
using Vitrine.ModelServer.Tests.Support;

namespace Vitrine.ModelServer.Tests.Answers;

public sealed class QueueTests
{
    private const int Requests = 1000;
    private const int Places = 64;
    private const string Ask = """{"model":"scripted","stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    /// <summary>Far more than may wait: those beyond the queue learn it at once, those in it are answered, and nothing stays behind.</summary>
    [Fact]
    public async Task Thousand_AtOnce_FillTheQueueAndTheRestIsRefused()
    {
        var model = new ScriptedModel(Places);
        await using var server = await ModelServerFixture.StartAsync(model);
        var answers = await Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => server.PostAsync(Ask)));
        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(Places);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable).ShouldBe(Requests - Places);
        server.Value("vitrine_queue_waiting", "otel").ShouldBe(Places);

        for (var i = 0; i < Places; i++) (await model.NextAsync()).Begin().Say("served").End();
        foreach (var answer in answers)
        {
            using (answer)
            {
                var body = await answer.Content.ReadAsStringAsync();
                if (answer.StatusCode == HttpStatusCode.OK) body.ShouldEndWith("data: [DONE]\n\n");
                else body.ShouldBe("""{"code":"unavailable","message":"The server is busy: all 64 places in the queue are taken. Try again later."}""");
            }
        }

        await server.WaitAsync(() => server.Value("requests") == Requests);
        server.Value("errors").ShouldBe(Requests - Places);
        server.Value("chat_requests_total{model_id=\"scripted\",status=\"ok\"}").ShouldBe(Places);
        server.Value("chat_errors_total{model_id=\"scripted\",class=\"pre-batch\"}").ShouldBe(Requests - Places);
        server.Value("vitrine_queue_waiting", "otel").ShouldBe(0);
        server.Value("vitrine_inference_active{gen_ai_operation_name=\"chat\"}", "otel").ShouldBe(0);
        (model.Counters.QueueDepth, model.Counters.Running).ShouldBe((0, 0));
        server.ShouldReconcile();
    }
}
