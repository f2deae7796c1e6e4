namespace Vitrine.Gateway.Tests.Gateway;

/// <summary>The gateway stops, or its documents change, while answers run.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task Stop_WithAStreamThatEnds_LetsItEnd()
    {
        var held = new HeldAnswer().Say(Answers.Piece("a"));
        await using var pod = await ScriptedUpstream.StartAsync(held.RunAsync);
        await using var gateway = await GatewayFixture.StartAsync(Objects.Of(pod), static options => options with { DrainTimeout = TimeSpan.FromMinutes(1) });
        using var response = await gateway.PostAsync(Ask.Stream);
        var stopped = gateway.Server.StopAsync();
        held.Say(Answers.Done).End();
        (await response.Content.ReadAsStringAsync()).ShouldBe(Answers.Piece("a") + Answers.Done);
        await stopped.WaitAsync(GatewayFixture.Deadline);
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task Stop_WithStreamsThatDoNotEnd_CutsAndCountsThem()
    {
        var held = new HeldAnswer().Say(Answers.Piece("a"));
        await using var pod = await ScriptedUpstream.StartAsync(held.RunAsync);
        await using var gateway = await GatewayFixture.StartAsync(Objects.Of(pod), static options => options with { DrainTimeout = TimeSpan.FromMilliseconds(300) });
        using var response = await gateway.PostAsync(Ask.Stream);
        await gateway.Server.StopAsync().WaitAsync(GatewayFixture.Deadline);
        await Should.ThrowAsync<Exception>(() => response.Content.ReadAsStringAsync());
        await held.Left;
        var line = await gateway.AccessAsync();
        line.GetProperty("status_code").GetInt64().ShouldBe(200);
        line.GetProperty("error_type").GetString().ShouldBe("shutdown");
        gateway.Lines.ShouldContain(written => written.Contains("The stop cut 1 requests", StringComparison.Ordinal));
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task Stop_WithARequestThatHasNoAnswerYet_IsLoggedAs503()
    {
        var held = new HeldAnswer();
        await using var pod = await ScriptedUpstream.StartAsync(held.RunAsync);
        await using var gateway = await GatewayFixture.StartAsync(Objects.Of(pod), static options => options with { DrainTimeout = TimeSpan.FromMilliseconds(300) });
        var asked = gateway.AskAsync();
        await pod.ReceiveAsync();
        await gateway.Server.StopAsync().WaitAsync(GatewayFixture.Deadline);
        await Should.ThrowAsync<Exception>(() => asked);
        await held.Left;
        var line = await gateway.AccessAsync();
        line.GetProperty("status_code").GetInt64().ShouldBe(503);
        line.GetProperty("error_type").GetString().ShouldBe("shutdown");
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task Reload_PodGoneWhileItAnswers_ItMayFinish()
    {
        var held = new HeldAnswer().Say(Answers.Piece("a"));
        await using var old = await ScriptedUpstream.StartAsync(held.RunAsync);
        await using var young = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(old);
        using var response = await gateway.PostAsync(Ask.Stream);
        gateway.Documents.Write("objects.yaml", Objects.Join(Objects.Route(), Objects.Server("s1", []), Objects.Server("s2", [young])).Replace("modelServerName: s1", "modelServerName: s2", StringComparison.Ordinal));
        await gateway.WaitAsync(() => gateway.Fleet.Pods.All(pod => pod.Id.Name == "s2-p0"));
        gateway.Fleet.Draining.Single().Id.Name.ShouldBe("s1-p0");

        (await gateway.AskAsync()).Status.ShouldBe(200);
        young.Received.Count.ShouldBe(1);
        held.Say(Answers.Done).End();
        (await response.Content.ReadAsStringAsync()).ShouldBe(Answers.Piece("a") + Answers.Done);
        await gateway.WaitAsync(() => !gateway.Fleet.Draining.Any());
        await gateway.ShouldBeAtRestAsync(2);
    }
}
