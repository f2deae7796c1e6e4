using System.Net;
using System.Text;

namespace Vitrine.Gateway.Tests.Polling;

/// <summary>Pods without a network: each address answers what the test put there, or nothing at all.</summary>
internal sealed class StubPods : HttpMessageHandler
{
    private readonly Dictionary<string, Func<HttpResponseMessage>> _pages = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();

    /// <summary>What was asked, in order.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Holds back every answer until it is done.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public void Serve(string address, string page, HttpStatusCode status = HttpStatusCode.OK) =>
        _pages[address] = () => new HttpResponseMessage(status) { Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(page))) };

    public void Refuse(string address) => _pages[address] = () => throw new HttpRequestException("connection refused");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!.AbsoluteUri;
        lock (_writing) Asked.Add(address);
        await Gate.WaitAsync(cancellationToken);
        return _pages.TryGetValue(address, out var page) ? page() : new HttpResponseMessage(HttpStatusCode.NotFound);
    }
}
