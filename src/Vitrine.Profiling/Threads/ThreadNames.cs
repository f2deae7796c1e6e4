using System.Globalization;

namespace Vitrine.Profiling.Threads;

/// <summary>The threads of this process as the operating system knows them: native ones too, names cut to 15 characters.</summary>
internal static class ThreadNames
{
    private const string Tasks = "/proc/self/task";

    /// <summary>The name of a thread, or null when it has ended or the system does not tell.</summary>
    public static string? Of(long threadId) => ReadName(Path.Combine(Tasks, threadId.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The names of all threads; empty where the system does not tell.</summary>
    public static IEnumerable<string> All() => Directory.Exists(Tasks) ? Directory.EnumerateDirectories(Tasks).Select(ReadName).OfType<string>() : [];

    private static string? ReadName(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).TrimEnd('\n');
        }
        catch (IOException)
        {
            // The thread has ended, or this is not Linux.
            return null;
        }
    }
}
