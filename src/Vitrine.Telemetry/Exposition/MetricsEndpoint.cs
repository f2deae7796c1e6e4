using System.IO.Compression;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Telemetry.Exposition;

/// <summary>The scrape endpoint: all packs on one page, or with <c>?pack=NAME</c> one of them. GET and HEAD.</summary>
public static class MetricsEndpoint
{
    private const string TextType = "text/plain; version=0.0.4; charset=utf-8";
    private const string OpenMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private const string SentenceType = "text/plain; charset=utf-8";

    /// <summary>Maps a page of metrics; its path opens no scope. More than one path may be mapped.</summary>
    public static IEndpointConventionBuilder MapVitrineMetrics(this IEndpointRouteBuilder endpoints, string path = "/metrics")
    {
        var telemetry = endpoints.ServiceProvider.GetRequiredService<VitrineTelemetry>();
        endpoints.ServiceProvider.GetRequiredService<ExcludedPaths>().Add(path);
        var page = new Page(telemetry);
        return endpoints.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], page.AnswerAsync).WithDisplayName($"metrics {path}").ExcludeFromDescription();
    }

    /// <summary>One mapped path with its page buffer.</summary>
    private sealed class Page(VitrineTelemetry telemetry)
    {
        private PageBuffer? _idle;

        public async Task AnswerAsync(HttpContext context)
        {
            var pack = context.Request.Query["pack"] is [{ Length: > 0 } named] ? named : null;
            var format = MetricsNegotiation.FormatOf(context.Request.Headers.Accept);
            // Two scrapes at once are rare: the second one gets a buffer of its own.
            var buffer = Interlocked.Exchange(ref _idle, null) ?? new PageBuffer();
            try
            {
                buffer.Clear();
                if (!telemetry.WriteMetrics(buffer, format, pack))
                {
                    await SayAsync(context, StatusCodes.Status404NotFound, $"There is no pack '{pack}' here. Packs: {string.Join(", ", telemetry.PackNames)}.\n");
                    return;
                }
            }
            catch (Exception e)
            {
                telemetry.Failures.Report("scrape", e);
                await SayAsync(context, StatusCodes.Status500InternalServerError, "The page of metrics could not be written; vitrine's log says why. The service itself is not affected.\n");
                return;
            }

            await SendAsync(context, buffer, format);
            Volatile.Write(ref _idle, buffer);
        }

        private static async Task SendAsync(HttpContext context, PageBuffer page, ExpositionFormat format)
        {
            var response = context.Response;
            response.ContentType = format == ExpositionFormat.OpenMetrics ? OpenMetricsType : TextType;
            response.Headers.Vary = "Accept, Accept-Encoding";
            if (MetricsNegotiation.TakesGzip(context.Request.Headers.AcceptEncoding))
            {
                response.Headers.ContentEncoding = "gzip";
                if (HttpMethods.IsHead(context.Request.Method)) return;
                await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
                await gzip.WriteAsync(page.Written, context.RequestAborted);
                return;
            }

            response.ContentLength = page.Written.Length;
            if (!HttpMethods.IsHead(context.Request.Method)) await response.BodyWriter.WriteAsync(page.Written, context.RequestAborted);
        }

        private static Task SayAsync(HttpContext context, int status, string sentence)
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = SentenceType;
            return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(sentence);
        }
    }
}
