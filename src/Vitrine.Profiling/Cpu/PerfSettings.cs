namespace Vitrine.Profiling.Cpu;

/// <summary>How events sample.</summary>
/// <param name="PeriodNanos">Time on a processor between two samples.</param>
/// <param name="Inherits">Whether threads that a watched one starts are watched too. Such events count on one processor each.</param>
/// <param name="SeesKernel">Whether time in the kernel is sampled too; it needs a privilege.</param>
internal readonly record struct PerfSettings(long PeriodNanos, bool Inherits, bool SeesKernel);
