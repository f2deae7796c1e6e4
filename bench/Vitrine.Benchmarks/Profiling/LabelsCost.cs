using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Benchmarks.Harness;
using Vitrine.Profiling.Labels;

namespace Vitrine.Benchmarks.Profiling;

/// <summary>What labels cost a request: a pipeline that does nothing, with and without them, while nobody captures and while somebody does.</summary>
internal static class LabelsCost
{
    private const int Operations = 1_000_000;

    public static void Run()
    {
        var context = new DefaultHttpContext();
        var bare = PipelineOf(static next => next);
        var labelled = PipelineOf(new WorkTelling().Configure);
        Measure.Print("The labels of a request", "ns", 1, Measure.OneThread(
            Operations,
            new Subject("an empty pipeline", count => Repeat(bare, context, count)),
            new Subject("with labels, nobody captures", count => Repeat(labelled, context, count))));
        using var capture = new LabelCapture(role: "bench");
        Measure.Print("The same while a profile is taken", "ns", 1, Measure.OneThread(
            Operations,
            new Subject("an empty pipeline", count => Repeat(bare, context, count)),
            new Subject("with labels", count => Repeat(labelled, context, count))));
    }

    private static RequestDelegate PipelineOf(Func<Action<IApplicationBuilder>, Action<IApplicationBuilder>> filter)
    {
        var app = new ApplicationBuilder(new ServiceCollection().BuildServiceProvider());
        filter(static end => end.Run(static _ => Task.CompletedTask))(app);
        return app.Build();
    }

    private static void Repeat(RequestDelegate pipeline, HttpContext context, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (!pipeline(context).IsCompleted) throw new UnreachableException("The pipeline waits for nothing.");
        }
    }
}
