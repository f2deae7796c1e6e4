using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.Hosting.Assets;

namespace Vitrine.Web.Tests.Support;

/// <summary>A console on ports of the system's choice. Answers come as they were sent: nothing is unpacked and no redirect is followed.</summary>
internal sealed class ServedWeb : IAsyncDisposable
{
    /// <summary>Longer than anything takes on a busy machine.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private ServedWeb(WebServer server)
    {
        Server = server;
        Api = ClientOf(server.Addresses.Single());
        Debug = ClientOf(server.Services.GetRequiredService<DebugListener>().Addresses.Single());
    }

    public WebServer Server { get; }

    /// <summary>Speaks to the pages and the chat.</summary>
    public HttpClient Api { get; }

    /// <summary>Speaks to the debug listener.</summary>
    public HttpClient Debug { get; }

    /// <summary>Starts a console, with files of the test's own for pages.</summary>
    public static async Task<ServedWeb> StartAsync(Func<WebOptions, WebOptions>? configure = null)
    {
        var options = new WebOptions
        {
            Api = [new() { Port = 0 }],
            Debug = new() { Port = 0 },
            IsSupervised = true,
            Assets = new AssetStore(Files()),
            // Lines are kept for the debug page, and read there.
            ConfigureTelemetry = telemetry => telemetry.Log = null,
        };
        return new ServedWeb(await WebServer.StartAsync(configure?.Invoke(options) ?? options, TestContext.Current.CancellationToken));
    }

    /// <summary>Sends a request with headers that are not looked at on the way.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return Api.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>The page of metrics of the document.</summary>
    public Task<string> PageAsync() => Debug.GetStringAsync("/metrics?pack=aiwatch", TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        Debug.Dispose();
        await Server.DisposeAsync();
    }

    private static Dictionary<string, byte[]> Files()
    {
        var script = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("const a = 1;\n", 200)));
        return new Dictionary<string, byte[]>
        {
            ["index.html"] = "<!doctype html>"u8.ToArray(),
            ["index.html.br"] = new byte[100],
            ["assets/app-K7XQ2A9B.js"] = script,
            ["assets/app-K7XQ2A9B.js.br"] = Compress(script, static to => new BrotliStream(to, CompressionLevel.Fastest)),
            ["assets/app-K7XQ2A9B.js.gz"] = Compress(script, static to => new GZipStream(to, CompressionLevel.Fastest)),
        };
    }

    private static byte[] Compress(byte[] plain, Func<Stream, Stream> by)
    {
        using var compressed = new MemoryStream();
        using (var compressor = by(compressed)) compressor.Write(plain);
        return compressed.ToArray();
    }

    private static HttpClient ClientOf(string address) =>
        new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None, ActivityHeadersPropagator = null })
        {
            BaseAddress = new Uri(address),
            Timeout = Deadline,
        };
}
