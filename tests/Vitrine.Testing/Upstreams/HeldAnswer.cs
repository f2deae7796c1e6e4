using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Vitrine.Testing.Upstreams;

/// <summary>An answer that a test gives piece by piece, or never.</summary>
public sealed class HeldAnswer
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(2);
    private readonly Channel<string> _pieces = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The content type; its headers go with the first piece.</summary>
    public string Type { get; init; } = "text/event-stream";

    /// <summary>Done when the caller hung up before the answer was over.</summary>
    public Task Left => _left.Task.WaitAsync(s_deadline);

    /// <summary>Gives a piece.</summary>
    public HeldAnswer Say(string piece)
    {
        _pieces.Writer.TryWrite(piece);
        return this;
    }

    /// <summary>Ends the answer.</summary>
    public void End() => _pieces.Writer.TryComplete();

    /// <summary>Answers a request with it.</summary>
    public async Task RunAsync(HttpContext context)
    {
        try
        {
            context.Response.ContentType = Type;
            await foreach (var piece in _pieces.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync(piece, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            _left.TrySetResult();
        }
    }
}
