namespace Vitrine.Chaos.Worlds.Disks;

/// <summary>What a process does to a disk that changes something.</summary>
internal enum DiskOperation
{
    /// <summary>Makes a file.</summary>
    Create,

    /// <summary>Adds bytes to a file.</summary>
    Append,

    /// <summary>Adds zeros to a file, which are written over later.</summary>
    Reserve,

    /// <summary>fsync of a file.</summary>
    FlushFile,

    /// <summary>Cuts a file.</summary>
    Truncate,

    /// <summary>Gives a file another name.</summary>
    Rename,

    /// <summary>Removes a file.</summary>
    Delete,

    /// <summary>fsync of the folder.</summary>
    FlushFolder,
}
