namespace Vitrine.Forecast.Engine.Sampling;

/// <summary>The volume that a series has come to lately, and how drawn volumes of all its past scale to it.</summary>
internal readonly struct VolumeLevel
{
    private const int Lately = 32;

    private readonly double _level;
    private readonly double _scale;

    public VolumeLevel(ReadOnlySpan<double> volume)
    {
        double overall = CandleShapes.Mean(volume);
        _level = CandleShapes.Mean(volume[Math.Max(0, volume.Length - Lately)..]);
        _scale = overall > 0 ? _level / overall : 0;
    }

    /// <summary>A drawn volume, at least 0 and finite.</summary>
    public double Drawn(double volume, double temperature)
    {
        double scaled = Math.Min(volume * _scale, double.MaxValue);
        return Math.Clamp(_level + temperature * (scaled - _level), 0, double.MaxValue);
    }
}
