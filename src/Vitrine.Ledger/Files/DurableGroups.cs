using System.Threading.Channels;
using Vitrine.Ledger.Engines;

namespace Vitrine.Ledger.Files;

/// <summary>Tells and answers groups that are durable, one after the other in the order of the log: behind the back of the thread that writes, or on it when it has nothing to write.</summary>
internal sealed class DurableGroups : IAsyncDisposable
{
    private readonly Channel<CommandGroup> _groups = Channel.CreateUnbounded<CommandGroup>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly EngineTelemetry _telemetry;
    private readonly Action<Exception> _broken;
    private readonly Task _answering;
    private int _unanswered;

    /// <summary>Begins with none.</summary>
    /// <param name="telemetry">Where entries are told.</param>
    /// <param name="broken">Told of what nobody expects, as the group's commands are.</param>
    public DurableGroups(EngineTelemetry telemetry, Action<Exception> broken)
    {
        (_telemetry, _broken) = (telemetry, broken);
        _answering = Task.Run(AnswerAllAsync);
    }

    /// <summary>Answers a group once those before it are answered: here, or elsewhere while this thread, the one that writes, writes the next.</summary>
    /// <param name="group">The group; an empty one is nothing to answer.</param>
    /// <param name="isNextThere">Whether there is a next one.</param>
    /// <returns>An empty group: this one again, or another when it is given away.</returns>
    public CommandGroup Answer(CommandGroup group, bool isNextThere)
    {
        if (group.Commands.Count == 0) return group;
        if (isNextThere || Volatile.Read(ref _unanswered) > 0)
        {
            Interlocked.Increment(ref _unanswered);
            _groups.Writer.TryWrite(group);
            return new CommandGroup();
        }

        Answer(group);
        group.Clear();
        return group;
    }

    /// <summary>Answers what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        _groups.Writer.TryComplete();
        await _answering;
    }

    private async Task AnswerAllAsync()
    {
        await foreach (var group in _groups.Reader.ReadAllAsync())
        {
            Answer(group);
            Interlocked.Decrement(ref _unanswered);
        }
    }

    private void Answer(CommandGroup group)
    {
        try
        {
            foreach (var entry in group.Entries) _telemetry.Appended(entry, LogFrame.SizeOf(entry));
            if (group.Entries.Count > 0) _telemetry.Committed(group.Entries[^1].Position, group.Entries.Count);
            group.Answer();
        }
        catch (Exception broken)
        {
            _broken(broken);
            group.Refuse(broken);
        }
    }
}
