namespace Vitrine.Ledger.Tests.Files;

/// <summary>Holds the next flush of a disk's files until it is let go, or made to fail.</summary>
internal sealed class HeldFlush : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new();

    public HeldFlush(MemoryDisk disk) => disk.Flushing = () =>
    {
        disk.Flushing = null;
        _begun.SetResult();
        _ended.Task.WaitAsync(s_patience, CancellationToken.None).GetAwaiter().GetResult();
    };

    /// <summary>Waits until it has begun.</summary>
    public Task BegunAsync() => _begun.Task.WaitAsync(s_patience, TestContext.Current.CancellationToken);

    public void LetGo() => _ended.TrySetResult();

    public void Fail() => _ended.TrySetException(new IOException("Input/output error", 5));

    public void Dispose() => LetGo();
}
