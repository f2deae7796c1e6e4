namespace Vitrine.Telemetry.Exposition;

/// <summary>Families that stand on the metrics page after those of the packs.</summary>
internal interface IPageSection
{
    /// <summary>Whether it belongs to this page.</summary>
    /// <param name="pack">The one pack that was asked for, or null for all.</param>
    bool IsOn(string? pack);

    /// <summary>Writes the families, under the scrape lock. Must not throw.</summary>
    void Write(ref PageWriter page);
}
