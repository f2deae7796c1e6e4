namespace Vitrine.Ledger.Files;

/// <summary>The folder of one log: the few things that a log asks of a disk.</summary>
/// <remarks>
/// Faults are injected here: everything that a log reads and writes goes through this seam, so a disk that wraps another can run out of room, tear the last write,
/// forget a flush, flip a bit or die between any two calls. What a true disk promises, and a log builds on: appended bytes are durable once the file is flushed,
/// names (created, renamed, deleted) once the folder is; a rename replaces its target whole or not at all; an append that throws took a prefix of the bytes, possibly none.
/// All failures are <see cref="IOException"/>. A file is written by one thread at a time; different files, and reads, come on any thread.
/// </remarks>
public interface ILogDisk : IDisposable
{
    /// <summary>Where it is, for messages.</summary>
    string Name { get; }

    /// <summary>Keeps every other process out until disposed.</summary>
    /// <exception cref="IOException">Another process has it.</exception>
    void Lock();

    /// <summary>The names of its files, in ordinal order.</summary>
    IReadOnlyList<string> List();

    /// <summary>Makes an empty file; one of that name is emptied.</summary>
    ILogDiskFile Create(string name);

    /// <summary>Opens a file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="forWriting">Whether it is appended to or cut.</param>
    ILogDiskFile Open(string name, bool forWriting);

    /// <summary>Gives a file another name; the file that had it is gone, but not for those who have it open.</summary>
    void Rename(string from, string to);

    /// <summary>Removes a file; nothing happens when there is none.</summary>
    void Delete(string name);

    /// <summary>Makes names durable: what was created, renamed and deleted.</summary>
    void Flush();
}
