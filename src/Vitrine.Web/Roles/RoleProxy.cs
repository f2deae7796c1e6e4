using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using Vitrine.Web.Hosting;

namespace Vitrine.Web.Roles;

/// <summary>Fetches a page of a role for the console: named headers go there and come back, bytes flow as they come, and the role's key stays on this side.</summary>
/// <remarks>
/// <list type="number">
/// <item>The request is made anew: of the browser's headers only those that choose a form of the page, never its cookies or keys.</item>
/// <item>The role answers, or a sentence says that it does not and what to do.</item>
/// <item>Its headers are taken from a list; a policy goes with them that lets no script run: a role's page stands on the console's origin.</item>
/// <item>The body is handed on piece by piece until either side ends. A WebSocket is handed on in both directions.</item>
/// </list>
/// </remarks>
internal sealed class RoleProxy(HttpMessageInvoker http, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    private const string ContentSecurityPolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private const double LongestSeconds = 3600;

    private static readonly TimeSpan s_firstByteTimeout = TimeSpan.FromMinutes(2);
    private static readonly string[] s_requestHeaders = ["Accept", "Accept-Encoding", "If-None-Match"];
    private static readonly string[] s_socketHeaders = ["Connection", "Upgrade", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions"];
    private static readonly string[] s_responseHeaders = ["Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition", "Cache-Control", "ETag", "Last-Modified", "Vary", "Content-Security-Policy", "X-Go-Pprof"];
    private static readonly string[] s_agreements = ["Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions"];
    private static readonly string[] s_socketAnswers = ["Upgrade", "Sec-WebSocket-Accept", .. s_agreements];

    /// <summary>Answers with a page of a role, or with its answer to a question.</summary>
    public async Task ForwardAsync(HttpContext context, RoleTarget role, Uri page, HttpContent? question = null)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            // Step 1.
            using var request = RequestOf(context, role, page, question);
            // Step 2.
            using var answer = await AskAsync(request, PatienceFor(context.Request.Query), ending.Token);
            // Steps 3 and 4.
            if (answer.StatusCode == HttpStatusCode.SwitchingProtocols) await PassSocketAsync(context, answer, ending.Token);
            else await PassAsync(context, answer, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The reader left, or the console stops: either way this is over.
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // Half a page must not look like a whole one.
            if (context.Response.HasStarted) context.Abort();
            else await RefuseAsync(context, role, page);
        }
    }

    private static HttpRequestMessage RequestOf(HttpContext context, RoleTarget role, Uri page, HttpContent? question)
    {
        var browser = context.Request;
        var isConnect = HttpMethods.IsConnect(browser.Method);
        var request = new HttpRequestMessage(isConnect ? HttpMethod.Get : HttpMethod.Parse(browser.Method), page) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = question };
        var isSocket = isConnect || (browser.Headers.Upgrade is [{ } upgrade] && upgrade.Equals("websocket", StringComparison.OrdinalIgnoreCase));
        foreach (var name in isSocket ? s_socketHeaders : s_requestHeaders)
        {
            if (browser.Headers.TryGetValue(name, out var values)) request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        if (isConnect)
        {
            // What HTTP/2 says by its method, HTTP/1.1 says by headers.
            request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
            request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
            request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)));
        }

        // The browser's was looked at on the way in; behind it, the role's own stands for it.
        if (browser.Headers.Origin.Count > 0) request.Headers.TryAddWithoutValidation("Origin", page.GetLeftPart(UriPartial.Authority));
        if (role.Key is { } key) request.Headers.TryAddWithoutValidation("Authorization", key.Authorization);
        return request;
    }

    /// <summary>How long a role may take to begin: what it is asked to measure for, it measures before it answers.</summary>
    internal static TimeSpan PatienceFor(IQueryCollection query) =>
        s_firstByteTimeout + (double.TryParse(query["seconds"], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, LongestSeconds)) : TimeSpan.Zero);

    private async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, TimeSpan firstByteTimeout, CancellationToken ending)
    {
        using var patience = new CancellationTokenSource(firstByteTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ending, patience.Token);
        return await http.SendAsync(request, either.Token);
    }

    private static async Task PassAsync(HttpContext context, HttpResponseMessage answer, CancellationToken ending)
    {
        var response = context.Response;
        response.StatusCode = (int)answer.StatusCode;
        Copy(answer, response, s_responseHeaders);
        response.Headers.Append("Content-Security-Policy", ContentSecurityPolicy);
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        // The headers go out at once: whoever follows a silent service sees that it is being listened to.
        await response.StartAsync(ending);
        await response.Body.FlushAsync(ending);
        await answer.Content.CopyToAsync(response.Body, ending);
    }

    private static async Task PassSocketAsync(HttpContext context, HttpResponseMessage answer, CancellationToken ending)
    {
        var connect = HttpMethods.IsConnect(context.Request.Method) ? context.Features.Get<IHttpExtendedConnectFeature>() : null;
        Copy(answer, context.Response, connect is null ? s_socketAnswers : s_agreements);
        await using var browser = connect is null ? await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync() : await connect.AcceptAsync();
        await using var role = await answer.Content.ReadAsStreamAsync(ending);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ending);
        Task[] ways = [browser.CopyToAsync(role, over.Token), role.CopyToAsync(browser, over.Token)];
        // One way has ended, so the other has nobody to speak to.
        await Task.WhenAny(ways);
        await over.CancelAsync();
        await Task.WhenAll(ways).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static void Copy(HttpResponseMessage from, HttpResponse to, string[] names)
    {
        foreach (var name in names)
        {
            if (from.Headers.NonValidated.TryGetValues(name, out var values) || from.Content.Headers.NonValidated.TryGetValues(name, out values)) to.Headers[name] = values.ToArray();
        }
    }

    private static Task RefuseAsync(HttpContext context, RoleTarget role, Uri page) => Refusals.WriteAsync(
        context,
        StatusCodes.Status502BadGateway,
        "role_unreachable",
        $"The role '{role.Name}' does not answer at {page.GetLeftPart(UriPartial.Authority)}. See whether it runs: vitrine logs {role.Name} --all --tail 50");
}
