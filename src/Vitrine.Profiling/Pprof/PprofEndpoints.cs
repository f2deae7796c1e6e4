using System.Globalization;
using Microsoft.Extensions.Logging;
using Vitrine.Profiling.Traces;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Profiling.Pprof;

/// <summary>Profiles of the running process under the paths, with the parameters and in the formats of Go's net/http/pprof.</summary>
public static class PprofEndpoints
{
    /// <summary>Where Go serves them, so where its tools and people look.</summary>
    internal const string Root = "/debug/pprof";

    private const string Cpu = "profile";

    /// <summary>
    /// Maps <c>/debug/pprof/</c> and the profiles below it: <c>go tool pprof http://HOST/debug/pprof/profile?seconds=30</c>. Whoever reaches it learns about
    /// the code and can slow the process down by a few percent: map it on a port of its own, or behind authorization.
    /// </summary>
    public static IEndpointConventionBuilder MapPprof(this IEndpointRouteBuilder endpoints, ProfilingOptions? options = null)
    {
        options ??= new ProfilingOptions();
        var services = endpoints.ServiceProvider;
        services.GetService<ExcludedPaths>()?.Add(Root + "/*");
        var lifetime = services.GetRequiredService<IHostApplicationLifetime>();
        var service = services.GetService<VitrineOptions>()?.ServiceName ?? services.GetRequiredService<IHostEnvironment>().ApplicationName;
        var catalog = ProfileCatalog.OfProcess;

        var group = endpoints.MapGroup(Root).ExcludeFromDescription();
        group.MapGet("/", context => IndexPage.AnswerAsync(context, service, catalog));
        group.MapGet("/cmdline", context => PprofAnswer.TextAsync(context, string.Join('\0', Environment.GetCommandLineArgs())));
        group.MapMethods("/symbol", [HttpMethods.Get, HttpMethods.Post], SymbolPage.AnswerAsync);
        group.MapGet("/" + Cpu, context => AnswerAsync(context, catalog, Cpu, _ => PprofQuery.ForCpu(context.Request.Query, options), lifetime));
        group.MapGet("/trace", context => TraceAsync(context, options, lifetime));
        group.MapGet("/{name}", (string name, HttpContext context) => AnswerAsync(context, catalog, name, kind => PprofQuery.ForNamed(context.Request.Query, kind, options), lifetime));
        return group;
    }

    private static async Task AnswerAsync(HttpContext context, ProfileCatalog catalog, string name, Func<IProfileKind, ProfileRequest> read, IHostApplicationLifetime lifetime)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            if (!catalog.TryFind(name, out var kind)) throw new ProfileException("Unknown profile") { Status = StatusCodes.Status404NotFound };
            var request = read(kind);
            var profile = await catalog.CaptureAsync(name, request, ending.Token);
            if (context.RequestAborted.IsCancellationRequested) return;
            foreach (var warning in ProfileText.WarningsOf(profile)) LogFor(context).ProfileIncomplete(name, warning);
            context.TellProfile(name);
            if (request.Debug == 0)
            {
                await PprofAnswer.ProfileAsync(context, request.Duration is null || name == Cpu ? name : $"{name}-delta", profile);
                return;
            }

            using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
            kind.WriteText(text, profile, request.Debug);
            await PprofAnswer.TextAsync(context, text.ToString());
        }
        catch (ProfileException refusal)
        {
            await PprofAnswer.FailAsync(context, refusal.Status, refusal.Message);
        }
    }

    private static async Task TraceAsync(HttpContext context, ProfilingOptions options, IHostApplicationLifetime lifetime)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await RuntimeTrace.OfProcess.CaptureAsync(context, PprofQuery.ForTrace(context.Request.Query, options), ending.Token);
            context.TellProfile("trace");
        }
        catch (ProfileException refusal) when (!context.Response.HasStarted)
        {
            await PprofAnswer.FailAsync(context, refusal.Status, refusal.Message);
        }
    }

    private static ILogger LogFor(HttpContext context) => context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(PprofEndpoints));
}
