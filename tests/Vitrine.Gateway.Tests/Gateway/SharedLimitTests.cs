using Vitrine.Gateway.Tests.Support;

namespace Vitrine.Gateway.Tests.Gateway;

/// <summary>A limit that gateways share through a real Redis, and what they do while it is away.</summary>
public sealed class SharedLimitTests
{
    [Fact]
    public async Task TA8_TwoGateways_LetTogetherNoMoreThroughThanTheLimit()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var pod = await ScriptedUpstream.StartAsync();
        var documents = Limited(redis, pod, 100);
        await using var one = await GatewayFixture.StartAsync(documents, Patient);
        await using var two = await GatewayFixture.StartAsync(documents, Patient);
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? one : two).AskAsync(Ask.TenTokens, "/v1/completions")));
        answers.Count(answer => answer.Status == 200).ShouldBe(10);
        answers.Count(answer => answer.Status == 429).ShouldBe(30);
        (await one.SumAsync("kthena_router_rate_limit_exceeded_total") + await two.SumAsync("kthena_router_rate_limit_exceeded_total")).ShouldBe(30);
        await one.ShouldBeAtRestAsync(20);
        await two.ShouldBeAtRestAsync(20);
    }

    [Fact]
    public async Task RedisNotThere_IsSaidAtStartAndAtAChangeOfTheAddress()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var other = await RedisServer.StartAsync();
        await using var pod = await ScriptedUpstream.StartAsync();
        await redis.KillAsync();
        await using var gateway = await GatewayFixture.StartAsync(Limited(redis, pod, 20));
        await gateway.WaitAsync(() => Said(gateway, $"{redis.Address} does not answer") == 1);
        await other.KillAsync();
        gateway.Documents.Write("objects.yaml", Limited(other, pod, 20));
        await gateway.WaitAsync(() => Said(gateway, $"{other.Address} does not answer") == 1);
        gateway.Access.ShouldBeEmpty();
    }

    [Fact]
    public async Task RedisKilledAndRestored_TheLocalLimitStandsInAndTheLogSaysSo()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(Limited(redis, pod, 20), Patient);
        (await AskAsync(gateway)).ShouldBe(200);
        await redis.KillAsync();

        // The local bucket is full: two prompts pass, the third does not.
        (await AskAsync(gateway)).ShouldBe(200);
        (await AskAsync(gateway)).ShouldBe(200);
        (await AskAsync(gateway)).ShouldBe(429);
        Said(gateway, "does not answer").ShouldBe(1);

        await redis.StartAgainAsync();
        await gateway.WaitAsync(async () => await AskAsync(gateway) == 200);
        Said(gateway, "answers again").ShouldBe(1);
        Said(gateway, "does not answer").ShouldBe(1);
        await gateway.ShouldBeAtRestAsync(gateway.Access.Count);
    }

    private static string Limited(RedisServer redis, ScriptedUpstream pod, int tokens) => Objects.Join(
        Objects.Route(more: $"rateLimit: {{ inputTokensPerUnit: {tokens}, unit: day, global: {{ redis: {{ address: '{redis.Address}' }} }} }}"), Objects.Server("s1", [pod]));

    /// <summary>However busy the machine is, nobody falls back to a limit of his own.</summary>
    private static GatewayOptions Patient(GatewayOptions options) => options with { RedisTimeout = TimeSpan.FromMinutes(1) };

    private static async Task<int> AskAsync(GatewayFixture gateway) => (await gateway.AskAsync(Ask.TenTokens, "/v1/completions")).Status;

    private static int Said(GatewayFixture gateway, string text) => gateway.Lines.Count(line => line.Contains("Redis at", StringComparison.Ordinal) && line.Contains(text, StringComparison.Ordinal));
}
