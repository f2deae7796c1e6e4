using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.Tests.Shapes;

/// <summary>Profiles of this process, taken while something happens, in files for <c>go tool pprof</c>.</summary>
internal sealed class Capture : IDisposable
{
    private Capture(Profile profile)
    {
        Profile = profile;
        File = Path.GetTempFileName();
        System.IO.File.WriteAllBytes(File, PprofAnswer.Compress(profile));
    }

    public Profile Profile { get; }

    public string File { get; }

    /// <summary>What happens is what the capture sees: it begins when the runtime records, and the capture ends with it.</summary>
    public static async Task<Capture> DuringAsync(string kind, Action happening)
    {
        using var stop = new CancellationTokenSource();
        await Recording.EndedAsync();
        var capture = ProfileCatalog.OfProcess.CaptureAsync(kind, new ProfileRequest { Duration = TimeSpan.FromMinutes(2) }, stop.Token);
        await Recording.BegunAsync(capture);
        try
        {
            await Task.Run(happening);
        }
        finally
        {
            await stop.CancelAsync();
        }

        return new Capture(await capture);
    }

    public static async Task<Capture> OfAsync(string kind, ProfileRequest? request = null) =>
        new(await ProfileCatalog.OfProcess.CaptureAsync(kind, request ?? new ProfileRequest(), TestContext.Current.CancellationToken));

    public void Dispose() => System.IO.File.Delete(File);
}
