using System.Net;
using System.Text;
using System.Text.Json;
using Vitrine.ModelServer.Tests.Support;
using Vitrine.Telemetry.Guards;

namespace Vitrine.ModelServer.Tests.Models;

public sealed class ModelEndpointTests
{
    [Fact]
    public async Task Models_LoadedOrNot_AreListedInOpenAisShape()
    {
        using var folder = new ScriptedFolder("a", "b");
        await using var server = await folder.ServeAsync();
        await server.UseAsync("b");
        using var list = await ReadAsync(server, "/v1/models");
        list.RootElement.GetProperty("object").GetString().ShouldBe("list");
        var models = list.RootElement.GetProperty("data").EnumerateArray().ToArray();
        models.Select(model => (model.GetProperty("id").GetString(), model.GetProperty("object").GetString(), model.GetProperty("loaded").GetBoolean(), model.GetProperty("size").GetInt64()))
            .ShouldBe([("a", "model", false, 1000L), ("b", "model", true, 1000L)]);
        models[0].TryGetProperty("context_size", out _).ShouldBeFalse("nobody has looked into the file yet");
        models[1].GetProperty("context_size").GetInt32().ShouldBe(ScriptedModel.ContextLength);
        using var one = await ReadAsync(server, "/v1/models/a");
        one.RootElement.GetProperty("id").GetString().ShouldBe("a");
        (await server.Client.GetAsync("/v1/models/c", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Ps_OfALoadedModel_HasTheDocumentedFields()
    {
        var clock = new ManualClock();
        using var folder = new ScriptedFolder("a");
        await using var server = await folder.ServeAsync(clock, options => options with { IdleTime = TimeSpan.FromMinutes(20) });
        using (var empty = await ReadAsync(server, "/v1/models/ps")) empty.RootElement.GetArrayLength().ShouldBe(0);
        using var lease = await server.LeaseAsync("a");
        using var ps = await ReadAsync(server, "/v1/models/ps");
        var model = ps.RootElement.EnumerateArray().ShouldHaveSingleItem();
        model.EnumerateObject().Select(field => field.Name).ShouldBe(
        [
            "id", "owned_by", "model_family", "size", "vram_total", "slot_memory", "expires_at", "active_streams",
            "status", "context_size", "threads", "batch_size", "bytes_per_token", "slots", "kv_used", "queue_depth",
        ]);
        model.GetProperty("active_streams").GetInt32().ShouldBe(1);
        model.GetProperty("status").GetString().ShouldBe("loaded");
        model.GetProperty("expires_at").GetDateTimeOffset().ShouldBe(clock.GetUtcNow().AddMinutes(20));
    }

    [Fact]
    public async Task DebugModels_SaysTheSameAndIsNoRequest()
    {
        using var folder = new ScriptedFolder("a");
        await using var server = await folder.ServeAsync();
        await server.UseAsync("a");
        var ps = await server.Client.GetStringAsync("/v1/models/ps", TestContext.Current.CancellationToken);
        var before = server.Value("requests");
        (await server.Debug.GetStringAsync("/debug/models", TestContext.Current.CancellationToken)).ShouldBe(ps);
        server.Value("requests").ShouldBe(before.ShouldNotBeNull());
    }

    [Fact]
    public async Task Unload_OfAnIdleModel_FreesItAndItsGaugesVanish()
    {
        using var folder = new ScriptedFolder("a");
        await using var server = await folder.ServeAsync();
        await server.UseAsync("a");
        server.Value("vram_total_bytes{model_id=\"a\"}").ShouldNotBeNull();
        using var answer = await server.UnloadAsync("a");
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("""{"status":"unloaded","id":"a"}""");
        folder.Of("a").Single().IsDisposed.ShouldBeTrue();
        foreach (var gauge in (string[])["vram_total_bytes", "vram_slot_memory_bytes", "pool_active_streams"]) server.Value($"{gauge}{{model_id=\"a\"}}").ShouldBeNull();
        server.Page().ShouldNotContain("resman_reservation_bytes{");
        server.Value("model_load_avg{model_id=\"a\"}").ShouldNotBeNull("what was measured stays");
        server.Value("pool_unload_duration_seconds_count{model_id=\"a\"}").ShouldBe(1);
        server.Evictions.ShouldBe(["evicted a invalidation"]);
        using var again = await server.UnloadAsync("a");
        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Unload_WithStreamsOrWhileItLoads_IsRefused()
    {
        using var folder = new ScriptedFolder("a");
        await using var server = await folder.ServeAsync();
        folder.Hold("a");
        var loading = server.LeaseAsync("a");
        await server.WaitAsync(() => server.Pool.Loading is [{ Waiters: 1 }]);
        await ShouldBeAsync(await server.UnloadAsync("a"), """{"code":"failed_precondition","message":"The model 'a' is being loaded. Unload it when it is."}""");
        folder.LetGo("a");
        using (await loading)
            await ShouldBeAsync(await server.UnloadAsync("a"), """{"code":"failed_precondition","message":"The model 'a' has 1 active streams. Unload it when they have ended."}""");
        (await server.UnloadAsync("a")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Unload_RightAfterAChat_FindsNoStream()
    {
        var model = new ScriptedModel();
        await using var server = await ModelServerFixture.StartAsync(model);
        for (var i = 0; i < 20; i++)
        {
            var chat = server.ChatAsync("""{"model":"scripted","messages":[{"role":"user","content":"hi"}]}""");
            (await model.NextAsync()).Begin().Say("Hello").End();
            await chat;
            server.Pool.Loaded.ShouldHaveSingleItem().ActiveStreams.ShouldBe(0);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"id":3}""")]
    [InlineData("""{"id":"\ud800"}""")]
    [InlineData("nonsense")]
    public async Task Unload_WithABadBody_Is400(string body)
    {
        using var folder = new ScriptedFolder("a");
        await using var server = await folder.ServeAsync();
        using var answer = await server.Client.PostAsync("/v1/models/unload", new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("invalid_argument");
    }

    [Fact]
    public async Task Unload_WithoutAKeyWhenThereAreKeys_Is401()
    {
        var keys = new ApiKeys([new("admin", "a-key-of-sixteen-letters")]);
        using var folder = new ScriptedFolder("a");
        await using var server = await folder.ServeAsync(configure: options => options with { ConfigureTelemetry = telemetry => (telemetry.Log, telemetry.ApiKeys) = (null, keys) });
        await server.UseAsync("a");
        (await server.UnloadAsync("a")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await server.Client.GetAsync("/v1/readiness", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK, "probes carry no keys");
        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", "a-key-of-sixteen-letters");
        (await server.UnloadAsync("a")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<JsonDocument> ReadAsync(ModelServerFixture server, string path) => JsonDocument.Parse(await server.Client.GetStringAsync(path, TestContext.Current.CancellationToken));

    private static async Task ShouldBeAsync(HttpResponseMessage answer, string body)
    {
        using (answer)
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(body);
        }
    }
}
