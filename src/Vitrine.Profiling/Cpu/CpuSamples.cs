using System.Globalization;
using Vitrine.Profiling.Labels;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.Cpu;

/// <summary>Where samplers put what they saw: stacks with the time that they stand for. What was lost on the way is said in the profile.</summary>
internal sealed class CpuSamples(ProfileBuilder builder, LabelCapture labels)
{
    private readonly ulong _kernel = builder.Frame("[kernel]");
    private readonly ulong _truncated = builder.Frame("[truncated]");
    private ulong[] _stack = new ulong[256];

    /// <summary>Samples that were taken and could not be kept.</summary>
    public long Lost { get; private set; }

    /// <summary>Adds a sample.</summary>
    /// <param name="thread">The thread's id in the system.</param>
    /// <param name="timestamp">When, in <see cref="System.Diagnostics.Stopwatch"/> ticks.</param>
    /// <param name="frames">Addresses, leaf first.</param>
    /// <param name="nanoseconds">The time on a processor that it stands for.</param>
    /// <param name="isInKernel">Whether the leaf had called into the kernel.</param>
    /// <param name="isTruncated">Whether frames are missing at the root's end.</param>
    public void Add(int thread, long timestamp, ReadOnlySpan<ulong> frames, long nanoseconds, bool isInKernel = false, bool isTruncated = false)
    {
        if (_stack.Length < frames.Length + 2) _stack = new ulong[frames.Length + 2];
        var depth = 0;
        if (isInKernel) _stack[depth++] = _kernel;
        frames.CopyTo(_stack.AsSpan(depth));
        depth += frames.Length;
        if (isTruncated) _stack[depth++] = _truncated;
        builder.Add(_stack.AsSpan(0, depth), [1, nanoseconds], labels.Of(thread, timestamp));
    }

    /// <summary>Counts samples that were lost.</summary>
    public void AddLost(long samples) => Lost += samples;

    /// <summary>Says something of the whole profile.</summary>
    public void Comment(string comment) => builder.Comment(comment);

    /// <summary>Makes the profile.</summary>
    public Profile Build(DateTimeOffset startedAt, TimeSpan duration)
    {
        if (Lost > 0) builder.Warn(string.Create(CultureInfo.InvariantCulture, $"{Lost} samples were lost"));
        labels.WarnIn(builder);
        return builder.Build(startedAt, duration);
    }
}
