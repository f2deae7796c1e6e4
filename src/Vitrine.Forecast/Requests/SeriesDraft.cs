namespace Vitrine.Forecast.Requests;

/// <summary>A series as it was read, before it is held against the rules. Its columns are the reader's: whoever takes from them takes now.</summary>
/// <param name="Path">The way to it in the body.</param>
/// <param name="Candles">Its candles.</param>
/// <param name="Times">Their times.</param>
/// <param name="Future">The times to predict.</param>
internal readonly record struct SeriesDraft(IReadOnlyList<object> Path, CandleColumns Candles, TimeColumn Times, TimeColumn Future)
{
    public string? SeriesId { get; init; }

    /// <value>Whether the field was there and not null, sound or not.</value>
    public bool HasSeriesId { get; init; }

    public required Overrides Overrides { get; init; }

    public bool IncludeBands { get; init; }
}
