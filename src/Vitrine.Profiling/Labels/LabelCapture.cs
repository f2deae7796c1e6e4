using System.Globalization;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.Labels;

/// <summary>The labels of one capture's samples: <c>role</c>, <c>route</c> and <c>model</c>, where they are known. Dispose it, so that requests cost nothing again. Not thread-safe.</summary>
internal sealed class LabelCapture : IDisposable
{
    /// <summary>Clients name models: past so many, names are folded into <see cref="Other"/>.</summary>
    private const int MostValues = 100;

    private const string Other = "other";
    private readonly ProfileLabel[] _labels = new ProfileLabel[4];
    private readonly HashSet<string> _models = new(StringComparer.Ordinal);
    private readonly string? _role;
    private long _forgotten;

    /// <summary>Starts to remember what threads do, in a service of this role; null when it has none.</summary>
    public LabelCapture(string? role)
    {
        _role = role;
        WorkLabels.StartCapture();
    }

    /// <summary>Says in a profile that samples came too late for their labels, if any did.</summary>
    public void WarnIn(ProfileBuilder profile)
    {
        if (_forgotten > 0) profile.Warn(string.Create(CultureInfo.InvariantCulture, $"{_forgotten} samples came too late for their labels"));
    }

    /// <summary>The labels of a sample. The span is good until the next call.</summary>
    /// <param name="thread">The thread's id in the system.</param>
    /// <param name="timestamp">When, in <see cref="System.Diagnostics.Stopwatch"/> ticks, at most some hundred milliseconds ago.</param>
    /// <param name="own">A label that the sample has besides; null for none.</param>
    public ReadOnlySpan<ProfileLabel> Of(long thread, long timestamp, ProfileLabel? own = null)
    {
        var count = 0;
        if (_role is not null) _labels[count++] = new ProfileLabel("role", _role);
        if (!WorkLabels.TryFind((int)thread, timestamp, out var work)) _forgotten++;
        if (work?.Route is { } route) _labels[count++] = new ProfileLabel("route", route);
        if (work?.Model is { } model) _labels[count++] = new ProfileLabel("model", Fold(model));
        if (own is { } label) _labels[count++] = label;
        return _labels.AsSpan(0, count);
    }

    /// <inheritdoc/>
    public void Dispose() => WorkLabels.StopCapture();

    private string Fold(string model) => _models.Contains(model) || (_models.Count < MostValues && _models.Add(model)) ? model : Other;
}
