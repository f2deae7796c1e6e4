using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using Vitrine.Profiling.Labels;
using Vitrine.Profiling.Pprof;
using Vitrine.Profiling.Tests.Shapes;

namespace Vitrine.Profiling.Tests.Pprof;

/// <summary>The answers of <c>profile</c> as Go gives them, whichever source samples.</summary>
[Collection(WholeProcess.Name)]
public sealed class CpuEndpointTests(ProfiledService service) : IClassFixture<ProfiledService>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Profile_HasGosHeaders_AndLastsAsLongAsAsked()
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await service.Http.GetAsync("profile?seconds=2", Cancel);
        Stopwatch.GetElapsedTime(started).TotalSeconds.ShouldBeGreaterThanOrEqualTo(2);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/octet-stream");
        answer.Content.Headers.ContentDisposition!.ToString().ShouldBe("attachment; filename=\"profile\"");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        var profile = await ReadAsync(answer);
        TimeSpan.FromTicks(profile.DurationNanos / 100).TotalSeconds.ShouldBeInRange(2, 30);
        profile.StringTable[(int)profile.SampleType[1].Type].ShouldBe("cpu");
        profile.StringTable[(int)profile.SampleType[1].Unit].ShouldBe("nanoseconds");
    }

    [Theory]
    [InlineData("profile?seconds=61", HttpStatusCode.BadRequest, "profile duration exceeds this server's limit of 60 seconds\n")]
    [InlineData("allocs?seconds=x", HttpStatusCode.BadRequest, "invalid value for \"seconds\" - must be a positive integer\n")]
    [InlineData("allocs?seconds=0", HttpStatusCode.BadRequest, "invalid value for \"seconds\" - must be a positive integer\n")]
    [InlineData("allocs?seconds=1&debug=1", HttpStatusCode.BadRequest, "seconds and debug params are incompatible\n")]
    public async Task Refusals_AreInGosWords(string path, HttpStatusCode status, string text)
    {
        using var answer = await service.Http.GetAsync(path, Cancel);
        answer.StatusCode.ShouldBe(status);
        answer.Headers.GetValues("X-Go-Pprof").ShouldBe(["1"]);
        answer.Content.Headers.ContentDisposition.ShouldBeNull();
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldBe(text);
    }

    [Fact]
    public async Task Profile_WhileOneIsTaken_IsRefused_AndWhoeverLeavesEndsTheirs()
    {
        using var leave = new CancellationTokenSource();
        var first = service.Http.GetAsync("profile?seconds=50", leave.Token);
        while (!WorkLabels.IsCaptured) await Task.Delay(5, Cancel);
        using (var second = await service.Http.GetAsync("profile?seconds=1", Cancel))
        {
            second.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
            second.Headers.GetValues("X-Go-Pprof").ShouldBe(["1"]);
            (await second.Content.ReadAsStringAsync(Cancel)).ShouldBe("Could not enable CPU profiling: cpu profiling already in use\n");
        }

        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        while (WorkLabels.IsCaptured) await Task.Delay(5, Cancel);
    }

    [Fact]
    public async Task Profile_WhenTheServiceStops_IsAnsweredWithWhatThereIs()
    {
        await using var stopping = new ProfiledService();
        await stopping.InitializeAsync();
        using var busy = Cpu.BusyCode.Run(static () => Cpu.BusyCode.Spin(10_000));
        var asked = stopping.Http.GetAsync("profile?seconds=50", Cancel);
        while (!WorkLabels.IsCaptured) await Task.Delay(5, Cancel);
        await stopping.StopAsync();
        using var answer = await asked;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        TimeSpan.FromTicks((await ReadAsync(answer)).DurationNanos / 100).TotalSeconds.ShouldBeLessThan(50);
    }

    private static async Task<Profile> ReadAsync(HttpResponseMessage answer)
    {
        await using var bytes = new GZipStream(await answer.Content.ReadAsStreamAsync(Cancel), CompressionMode.Decompress);
        return Profile.Parser.ParseFrom(bytes);
    }
}
