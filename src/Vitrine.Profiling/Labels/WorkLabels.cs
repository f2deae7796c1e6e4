using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Vitrine.Profiling.Labels;

/// <summary>Which work ran on which thread at which time. While nobody captures a profile it knows nothing and costs a read of <see cref="IsCaptured"/>.</summary>
/// <remarks>It belongs to the process, as threads and profiles do. Requests that began before a capture stay without labels in it.</remarks>
internal static partial class WorkLabels
{
    private static readonly AsyncLocal<LabelledWork?> s_work = new(OnChanged);
    private static readonly ConcurrentDictionary<int, WorkTrack> s_tracks = [];
    private static readonly ConcurrentDictionary<int, LabelledWork> s_threads = [];
    private static readonly Lock s_gate = new();
    private static volatile int s_captures;
    private static volatile int s_epoch;

    [ThreadStatic]
    private static int t_thread;

    // Of the calling thread, since s_epoch was t_epoch: a look into s_tracks at every change would cost as much as all the rest.
    [ThreadStatic]
    private static WorkTrack? t_track;

    [ThreadStatic]
    private static int t_epoch;

    /// <summary>Whether anybody wants to know.</summary>
    public static bool IsCaptured => s_captures > 0;

    /// <summary>The work of the caller's flow, while somebody captures.</summary>
    public static LabelledWork? Current => s_work.Value;

    /// <summary>Begins work: whatever the caller's flow does from here on belongs to it.</summary>
    public static LabelledWork Begin() => s_work.Value = new LabelledWork();

    /// <summary>Runs a thread that does one work all its life.</summary>
    public static void RunThread(LabelledWork work, Action body)
    {
        var thread = CurrentThread();
        s_threads[thread] = work;
        try
        {
            body();
        }
        finally
        {
            s_threads.TryRemove(thread, out _);
        }
    }

    /// <summary>Starts to remember. Captures may overlap.</summary>
    public static void StartCapture()
    {
        lock (s_gate)
        {
            if (s_captures == 0) s_epoch++;
            s_captures++;
        }
    }

    /// <summary>Stops to remember, and forgets.</summary>
    public static void StopCapture()
    {
        lock (s_gate)
        {
            if (--s_captures == 0) s_tracks.Clear();
        }
    }

    /// <summary>Finds what a thread worked on at a time; false when that is forgotten already.</summary>
    public static bool TryFind(int thread, long timestamp, out LabelledWork? work)
    {
        if (s_threads.TryGetValue(thread, out work)) return true;
        return !s_tracks.TryGetValue(thread, out var track) || track.TryFind(timestamp, out work);
    }

    // On every change of a thread's flow: what runs here runs between a request's steps.
    private static void OnChanged(AsyncLocalValueChangedArgs<LabelledWork?> change)
    {
        if (!IsCaptured) return;
        var track = t_epoch == s_epoch && t_track is { } own ? own : BeginTrack();
        track.Add(Stopwatch.GetTimestamp(), change.CurrentValue);
    }

    private static WorkTrack BeginTrack()
    {
        t_epoch = s_epoch;
        return s_tracks[CurrentThread()] = t_track = new WorkTrack();
    }

    /// <summary>The caller's id in the system.</summary>
    public static int CurrentThread()
    {
        if (t_thread == 0) t_thread = OperatingSystem.IsLinux() ? ThreadIdOfSystem() : Environment.CurrentManagedThreadId;
        return t_thread;
    }

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int ThreadIdOfSystem();
}
