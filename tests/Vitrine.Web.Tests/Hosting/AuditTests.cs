using System.Text;
using Vitrine.Telemetry.Audit;
using Vitrine.Testing.Audit;
using Vitrine.Web.Chat;
using Vitrine.Web.Tests.Support;

namespace Vitrine.Web.Tests.Hosting;

/// <summary>What the console tells the audit trail: questions, refusals, and nothing of what it only passes on.</summary>
public sealed class AuditTests
{
    [Fact]
    public async Task QuestionsAndRefusals_AreToldOnceAndLookingIsNot()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Events(Answers.Piece("swordfish"), Answers.Usage(1, 1), Answers.Done));
        await using var role = await FakeRole.StartAsync();
        await using var probe = await AuditProbe.StartAsync("web");
        await using var web = await ServedWeb.StartAsync(options => options with
        {
            Chat = new ChatOptions { BaseUrl = upstream.Address, Model = "tiny" },
            Roles = [role.Target()],
            ConfigureTelemetry = probe.Connect,
        });

        using var question = new StringContent("""{"message":"what is the swordfish password?"}""", Encoding.UTF8, "application/json");
        (await web.Api.PostAsync("/chat", question, TestContext.Current.CancellationToken)).IsSuccessStatusCode.ShouldBeTrue();
        var asked = await probe.ReceiveAsync();
        (asked.Action, asked.Operation, asked.SubjectId, asked.IpAddress).ShouldBe((AuditAction.AccessGranted, "inference", "tiny", "127.0.0.1"));

        // A page of a role, and a profile: the role tells of it.
        (await web.SendAsync(HttpMethod.Get, "/roles/model/debug/pprof/heap")).IsSuccessStatusCode.ShouldBeTrue();

        ((int)(await web.SendAsync(HttpMethod.Get, "/roles/model/debug/operations", ("Origin", "http://evil.example"))).StatusCode).ShouldBe(403);
        var origin = await probe.ReceiveAsync();
        (origin.Action, origin.Operation, origin.SubjectId, origin.Outcome, origin.Reason, origin.IpAddress).ShouldBe((AuditAction.AccessDenied, "access_refused", "/roles/model/debug/operations", "rejected", "cross_origin", "127.0.0.1"));

        ((int)(await web.SendAsync(HttpMethod.Get, "/roles/model/v1/models/unload")).StatusCode).ShouldBe(404);
        var hidden = await probe.ReceiveAsync();
        (hidden.Action, hidden.SubjectId, hidden.Reason).ShouldBe((AuditAction.AccessDenied, "/roles/model/v1/models/unload", "not_shown"));

        ((int)(await web.SendAsync(HttpMethod.Post, "/chat", ("Origin", "http://evil.example"))).StatusCode).ShouldBe(403);
        (await probe.ReceiveAsync()).Reason.ShouldBe("cross_origin");
        await probe.ShouldBeAllAsync(web.Server, "swordfish");
    }
}
