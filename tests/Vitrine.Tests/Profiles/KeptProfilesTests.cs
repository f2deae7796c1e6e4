using System.Net;
using System.Text.Json;
using Vitrine.Profiling.Flame;
using Vitrine.Roles;
using Vitrine.Settings;
using Vitrine.Tests.Gateways;

namespace Vitrine.Tests.Profiles;

/// <summary>The settings of profiles by the clock, and a role that takes them.</summary>
public sealed class KeptProfilesTests : IDisposable
{
    private readonly TestSurroundings _surroundings = new();

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task Role_WithProfileEvery_KeepsListsAndHandsOut()
    {
        await using var upstream = await ScriptedUpstream.StartAsync("m");
        await using var gateway = await ServedGateway.StartAsync(
            _surroundings, null, (GatewaySettings.Upstreams, upstream.Address), (GatewaySettings.AccessLogOutput, _surroundings["access.log"]), (ProfileSettings.Every, "1h"), (ProfileSettings.For, "1s"));
        using var http = new HttpClient { BaseAddress = new Uri(gateway.DebugUrl) };
        var name = await FirstAsync(http);

        var profile = StackProfileReader.Read(await http.GetByteArrayAsync($"/debug/profiles/{name}", TestContext.Current.CancellationToken));
        profile.Kinds.ShouldContain(new SampleKind("cpu", "nanoseconds"));
        File.Exists(Path.Combine(_surroundings.Folder, "vitrine-data", "profiles", "gateway", name)).ShouldBeTrue();
        using var page = new HttpRequestMessage(HttpMethod.Get, "/debug/profiles") { Headers = { { "Accept", "text/html" } } };
        using var html = await http.SendAsync(page, TestContext.Current.CancellationToken);
        (await html.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain($"<a href=\"profiles/{name}\">");
        (await http.GetAsync("/debug/profiles/cpu-20200101T000000.000Z-1.0s.pb.gz", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Role_WithoutProfileEvery_SaysHowToHaveThem()
    {
        await using var upstream = await ScriptedUpstream.StartAsync("m");
        await using var gateway = await ServedGateway.StartAsync(_surroundings, null, (GatewaySettings.Upstreams, upstream.Address), (GatewaySettings.AccessLogOutput, _surroundings["access.log"]));
        using var http = new HttpClient { BaseAddress = new Uri(gateway.DebugUrl) };
        var list = JsonDocument.Parse(await http.GetStringAsync("/debug/profiles/", TestContext.Current.CancellationToken)).RootElement;

        list.GetProperty("everySeconds").GetDouble().ShouldBe(0);
        list.GetProperty("profiles").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("10s", "10s")]
    [InlineData("10s", "1m")]
    [InlineData("10s", "500ms")]
    public void Settings_ThatContradictEachOther_AreRefused(string every, string length)
    {
        _surroundings.Variables["VITRINE_PROFILE_EVERY"] = every;
        _surroundings.Variables["VITRINE_MODEL_PROFILE_FOR"] = length;
        var settings = new SettingsResolver(_surroundings.Variables, _surroundings.Folder, null).Resolve(SettingsTable.Of("model", isUnderUp: false), new Dictionary<Setting, string>());

        Should.Throw<RoleStartException>(() => RoleSetup.ProfilingOf(settings)).Message.ShouldBe("--profile-for must be at least 1s and less than --profile-every, which is 10s.");
    }

    private static async Task<string> FirstAsync(HttpClient http)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            using var list = JsonDocument.Parse(await http.GetStringAsync("/debug/profiles", deadline.Token));
            list.RootElement.TryGetProperty("problem", out var problem).ShouldBeFalse(problem.ToString());
            if (list.RootElement.GetProperty("profiles") is var profiles && profiles.GetArrayLength() > 0) return profiles[0].GetProperty("name").GetString()!;
            await Task.Delay(20, deadline.Token);
        }
    }
}
