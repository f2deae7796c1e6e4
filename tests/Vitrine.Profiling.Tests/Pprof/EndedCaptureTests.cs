using System.IO.Compression;
using System.Net;
using Vitrine.Profiling.Pprof;
using Vitrine.Profiling.Tests.Shapes;

namespace Vitrine.Profiling.Tests.Pprof;

/// <summary>Captures that do not last as long as they were asked to.</summary>
[Collection(WholeProcess.Name)]
public sealed class EndedCaptureTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Capture_WhenTheServiceStops_IsAnsweredWithWhatThereIs()
    {
        await using var service = new ProfiledService();
        await service.InitializeAsync();
        await Recording.EndedAsync();
        var asked = service.Http.GetAsync("mutex?seconds=60", Cancel);
        await Recording.BegunAsync(asked);
        await service.StopAsync();
        using var answer = await asked;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        await using var bytes = new GZipStream(await answer.Content.ReadAsStreamAsync(Cancel), CompressionMode.Decompress);
        ProfileText.CommentsOf(Profile.Parser.ParseFrom(bytes)).ShouldContain(comment => comment.StartsWith("ended early, after "));
    }

    [Fact]
    public async Task Capture_WhenItsReaderLeaves_EndsAndLetsTheNextOneIn()
    {
        await using var service = new ProfiledService();
        await service.InitializeAsync();
        using var leave = new CancellationTokenSource();
        await Recording.EndedAsync();
        var asked = service.Http.GetAsync("mutex?seconds=60", leave.Token);
        await Recording.BegunAsync(asked);
        using (var second = await service.Http.GetAsync("mutex?seconds=1", Cancel)) second.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(asked);
        await Recording.EndedAsync();
        // The capture is over a moment after its thread is.
        HttpStatusCode status;
        do
        {
            using var next = await service.Http.GetAsync("mutex?seconds=1", Cancel);
            status = next.StatusCode;
        }
        while (status != HttpStatusCode.OK);
    }
}
