using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Vitrine.Browser.Tests.Support;

/// <summary>A visit to the console. What its console wrote as an error, what it threw and where its requests went is kept.</summary>
public sealed class Visit : IAsyncDisposable
{
    /// <summary>Longer than anything takes on a busy machine.</summary>
    public const float DeadlineMs = 60_000;

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = [];
    private readonly ConcurrentQueue<string> _requests = [];

    internal Visit(IBrowserContext context, IPage page, string root)
    {
        (_context, Page, Root) = (context, page, root);
        context.SetDefaultTimeout(DeadlineMs);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !IsOfAStrangersTrace(message)) _complaints.Enqueue(message.Text);
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Request += (_, request) => _requests.Enqueue($"{request.Method} {request.Url}");
    }

    /// <summary>The window.</summary>
    public IPage Page { get; }

    /// <summary>The console's address.</summary>
    public string Root { get; }

    /// <summary>Errors on the browser's console and exceptions nobody caught; a violation of the content security policy is one of the first.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Every request, as <c>GET http://…</c>.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Opens a page of the console: <c>/</c>, <c>/#/chat</c>.</summary>
    public async Task<Visit> GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await Page.Locator("#main").WaitForAsync();
        return this;
    }

    /// <summary>Opens a page and waits until something it asks for is answered; fails with what was asked when it never is.</summary>
    /// <param name="path">The page.</param>
    /// <param name="asked">A part of the address: <c>/metrics/summary</c>.</param>
    public async Task UntilAnsweredAsync(string path, string asked)
    {
        try
        {
            await Page.RunAndWaitForResponseAsync(() => GoAsync(path), answer => answer.Url.Contains(asked, StringComparison.Ordinal));
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{path} got no answer from {asked}. It asked for:\n{string.Join('\n', _requests)}\nand said: {string.Join('\n', _complaints)}", e);
        }
    }

    /// <summary>How many requests of this kind there were, as <c>GET /metrics/summary</c>.</summary>
    public int Count(string methodAndPath) => _requests.Count(request => request == methodAndPath.Replace(" ", $" {Root}", StringComparison.Ordinal));

    // A role that a request never came to says so by 404 (docs/format/debug-operations.md), which the browser tells as an error.
    private static bool IsOfAStrangersTrace(IConsoleMessage message) => message.Location.Contains("/debug/operations?id=", StringComparison.Ordinal) && message.Text.Contains("404", StringComparison.Ordinal);

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
