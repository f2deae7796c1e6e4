using System.IO.Compression;
using System.Net;
using Vitrine.Profiling.Pprof;
using Vitrine.Profiling.Tests.Shapes;
using Vitrine.Profiling.Threads;

namespace Vitrine.Profiling.Tests.Pprof;

/// <summary>Captures that do not last as long as they were asked to.</summary>
[Collection(WholeProcess.Name)]
public sealed class EndedCaptureTests
{
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Capture_WhenTheServiceStops_IsAnsweredWithWhatThereIs()
    {
        await using var service = new ProfiledService();
        await service.InitializeAsync();
        var asked = service.Http.GetAsync("mutex?seconds=60", s_cancel);
        await RecordingAsync();
        await service.StopAsync();
        using var answer = await asked;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        await using var bytes = new GZipStream(await answer.Content.ReadAsStreamAsync(s_cancel), CompressionMode.Decompress);
        ProfileText.CommentsOf(Profile.Parser.ParseFrom(bytes)).ShouldContain(comment => comment.StartsWith("ended early, after "));
    }

    [Fact]
    public async Task Capture_WhenItsReaderLeaves_EndsAndLetsTheNextOneIn()
    {
        await using var service = new ProfiledService();
        await service.InitializeAsync();
        using var leave = new CancellationTokenSource();
        var asked = service.Http.GetAsync("mutex?seconds=60", leave.Token);
        await RecordingAsync();
        using (var second = await service.Http.GetAsync("mutex?seconds=1", s_cancel)) second.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(asked);
        while (ThreadNames.All().Contains("vitrine events")) await Task.Delay(10, s_cancel);
        // The capture is over a moment after its thread is.
        HttpStatusCode status;
        do
        {
            using var next = await service.Http.GetAsync("mutex?seconds=1", s_cancel);
            status = next.StatusCode;
        }
        while (status != HttpStatusCode.OK);
    }

    private static async Task RecordingAsync()
    {
        while (!ThreadNames.All().Contains("vitrine events")) await Task.Delay(5, s_cancel);
    }
}
