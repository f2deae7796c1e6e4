namespace Vitrine.Ledger.Files;

/// <summary>What stands at a place of a segment.</summary>
internal enum FrameState
{
    /// <summary>A frame.</summary>
    Whole,

    /// <summary>The end of the file.</summary>
    End,

    /// <summary>A frame that the file ends in.</summary>
    Incomplete,

    /// <summary>No header of a frame.</summary>
    NoHeader,

    /// <summary>A frame whose checksum or end is another.</summary>
    BadChecksum,
}
