using Vitrine.Profiling.Labels;

namespace Vitrine.Profiling;

/// <summary>Labels for threads that serve no request of their own, such as an engine's: profiles then show whose work they do.</summary>
public static class ThreadLabels
{
    /// <summary>Runs the body of a thread that works for one model all its life. It costs nothing after the start.</summary>
    public static void RunForModel(string model, Action body) => WorkLabels.RunThread(new LabelledWork { Model = model }, body);
}
