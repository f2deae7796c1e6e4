using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Profiling.Labels;
using Vitrine.Profiling.Pprof;
using Vitrine.Profiling.Tests.Cpu;
using Vitrine.Profiling.Tests.Pprof;
using Vitrine.Profiling.Tests.Shapes;

namespace Vitrine.Profiling.Tests.Labels;

/// <summary>Samples carry the route of the request that their thread served, and what a thread says of itself.</summary>
[Collection(WholeProcess.Name)]
public sealed class LabelTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("perf")]
    [InlineData("eventpipe")]
    public async Task Profile_OfTwoRoutes_TellsThemApart(string kind)
    {
        if (kind == "perf") PerfProfileTests.NeedPerf();
        await using var app = await StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        using var done = new CancellationTokenSource();
        Task[] clients = [AskAsync(http, "/slow/7", done.Token), AskAsync(http, "/quick", done.Token)];
        var busy = new Thread(() => ThreadLabels.RunForModel("tiny", () =>
        {
            while (!done.IsCancellationRequested) BusyCode.Spin(10_000);
        }));
        var file = Path.GetTempFileName();
        busy.Start();
        await File.WriteAllBytesAsync(file, await http.GetByteArrayAsync($"/debug/pprof/profile?seconds=4&kind={kind}", Cancel), Cancel);
        await done.CancelAsync();
        await Task.WhenAll(clients);
        busy.Join();

        var slow = await GoPprof.TopAsync("-tagfocus=route=/slow/.id.", file);
        slow.Keys.ShouldContain($"{typeof(LabelTests).FullName}.SpinSlowly");
        slow.Keys.ShouldNotContain($"{typeof(LabelTests).FullName}.SpinQuickly");
        var model = await GoPprof.TopAsync("-tagfocus=model=tiny", file);
        model.Keys.ShouldNotContain($"{typeof(LabelTests).FullName}.SpinSlowly");
        model[$"{typeof(BusyCode).FullName}.Spin"].Flat.ShouldBeGreaterThan(15);
        (await GoPprof.RunAsync("-tags", file)).ShouldContain("shop");
        WorkLabels.IsCaptured.ShouldBeFalse();
        File.Delete(file);
    }

    [Fact]
    public async Task Allocs_OfAThreadWithAModel_CarryIt()
    {
        using var done = new CancellationTokenSource();
        var thread = new Thread(() => ThreadLabels.RunForModel("tiny", () =>
        {
            while (!done.IsCancellationRequested) KnownShapes.AllocateLarge(100);
        }));
        thread.Start();
        using var capture = await Capture.OfAsync("allocs", new ProfileRequest { Duration = TimeSpan.FromSeconds(1) });
        await done.CancelAsync();
        thread.Join();
        var model = await GoPprof.AmountsAsync("B", "-sample_index=alloc_space", "-tagfocus=model=tiny", capture.File);
        model.Keys.ShouldContain($"{typeof(KnownShapes).FullName}.{nameof(KnownShapes.NewLarge)}");
    }

    [Fact]
    public void Of_MoreModelsThanAreKept_FoldsTheRest()
    {
        using var capture = new LabelCapture(role: null);
        var folded = new HashSet<string?>();
        for (var i = 0; i < 200; i++)
        {
            var name = $"m{i}";
            WorkLabels.RunThread(new LabelledWork { Model = name }, () =>
            {
                foreach (var label in capture.Of(WorkLabels.CurrentThread(), 0)) folded.Add(label.Text);
            });
        }

        folded.Count.ShouldBe(101);
        folded.ShouldContain("other");
    }

    private static async Task AskAsync(HttpClient http, string path, CancellationToken done)
    {
        while (!done.IsCancellationRequested) await http.GetStringAsync(path, Cancel);
    }

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "shop" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        var options = new ProfilingOptions { Role = "shop" };
        builder.Services.AddVitrineProfiling(options);
        var app = builder.Build();
        app.UseRouting();
        app.MapGet("/slow/{id}", async () =>
        {
            // On another thread than the request's: the label goes with the flow.
            await Task.Yield();
            SpinSlowly();
        });
        app.MapGet("/quick", SpinQuickly);
        app.MapPprof(options);
        await app.StartAsync(Cancel);
        return app;
    }

    // Inlined, they would have no frames to be told by.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SpinSlowly()
    {
        BusyCode.Spin(1_000_000);
        BusyCode.Spin(1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SpinQuickly()
    {
        BusyCode.Spin(100_000);
        BusyCode.Spin(1);
    }
}
