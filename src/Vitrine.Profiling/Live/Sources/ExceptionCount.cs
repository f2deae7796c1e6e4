using System.Runtime.ExceptionServices;

namespace Vitrine.Profiling.Live.Sources;

/// <summary>Counts exceptions as they are thrown, caught or not, until it is disposed.</summary>
internal sealed class ExceptionCount : IDisposable
{
    private long _thrown;

    public ExceptionCount() => AppDomain.CurrentDomain.FirstChanceException += Count;

    public long Thrown => Volatile.Read(ref _thrown);

    public void Dispose() => AppDomain.CurrentDomain.FirstChanceException -= Count;

    private void Count(object? sender, FirstChanceExceptionEventArgs thrown) => Interlocked.Increment(ref _thrown);
}
