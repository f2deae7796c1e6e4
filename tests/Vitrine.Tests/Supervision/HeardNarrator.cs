using System.Threading.Channels;
using Vitrine.Supervision;

namespace Vitrine.Tests.Supervision;

/// <summary>Writes down what the supervisor says, so that a test can wait for it.</summary>
internal sealed class HeardNarrator : ISupervisorNarrator
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<string> _heard = Channel.CreateUnbounded<string>();

    /// <summary>The process number of the newest start.</summary>
    public int ProcessId { get; private set; }

    public void Started(string role, int processId)
    {
        ProcessId = processId;
        _heard.Writer.TryWrite($"{role} started");
    }

    public void Ready(string role) => _heard.Writer.TryWrite($"{role} ready");

    public void Ended(string role, string reason, TimeSpan restartIn) => _heard.Writer.TryWrite($"{role} {reason}");

    public void GaveUp(string role, string reason) => _heard.Writer.TryWrite($"{role} gave up: {reason}");

    public void Stopped(string role, bool killed) => _heard.Writer.TryWrite($"{role} {(killed ? "killed" : "stopped")}");

    /// <summary>The next thing said.</summary>
    public async Task<string> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _heard.Reader.ReadAsync(patience.Token);
    }

    /// <summary>Everything said up to and with <paramref name="last"/>.</summary>
    public async Task<IReadOnlyList<string>> UntilAsync(string last)
    {
        var heard = new List<string>();
        do heard.Add(await NextAsync());
        while (heard[^1] != last);
        return heard;
    }
}
