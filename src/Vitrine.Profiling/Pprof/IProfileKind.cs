namespace Vitrine.Profiling.Pprof;

/// <summary>A profile that is served under its name at <c>/debug/pprof/NAME</c>. <see cref="ProfileCatalog"/> holds them, and lets one capture of each run at a time.</summary>
internal interface IProfileKind
{
    /// <summary>The last segment of its path, as Go calls it.</summary>
    string Name { get; }

    /// <summary>What it shows, in .NET's terms; a sentence for the index.</summary>
    string Description { get; }

    /// <summary>How many of its things there are now, for the index; null where a capture must say.</summary>
    long? Count => null;

    /// <summary>Whether <c>seconds=</c> asks for what happens from now on.</summary>
    bool TakesSeconds => true;

    /// <summary>What a second capture is told while one runs.</summary>
    string BusyText => $"Could not collect the {Name} profile: one is being collected already";

    /// <summary>Captures. <paramref name="stop"/> ends a capture over time early: what was seen so far is the answer, not an exception.</summary>
    /// <exception cref="ProfileException">It cannot be had here; the message says why, and what to do.</exception>
    Task<Profile> CaptureAsync(ProfileRequest request, CancellationToken stop);

    /// <summary>Writes the profile as text, for <c>debug=1</c> and, in more detail where there is any, <c>debug=2</c>.</summary>
    void WriteText(TextWriter text, Profile profile, int debug) => ProfileText.WriteCounts(text, Name, profile);
}
