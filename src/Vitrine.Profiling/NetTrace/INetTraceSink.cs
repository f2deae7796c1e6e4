namespace Vitrine.Profiling.NetTrace;

/// <summary>
/// Takes events while a stream is read, in the order of the stream: ordered by time within a thread, not between threads. Called on the
/// reader's thread only. It must not create an event source nor wait for other threads: the runtime may be waiting for the reader.
/// </summary>
internal interface INetTraceSink
{
    void OnEvent(in NetTraceEvent record);
}
