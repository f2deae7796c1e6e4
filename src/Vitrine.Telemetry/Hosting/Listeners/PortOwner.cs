using System.Globalization;

namespace Vitrine.Telemetry.Hosting.Listeners;

/// <summary>The process that listens on a port.</summary>
/// <param name="ProcessId">Its id.</param>
/// <param name="Command">Its command line, shortened.</param>
public sealed record PortOwner(int ProcessId, string Command)
{
    private const int LongestCommand = 80;
    private const string Listening = "0A";

    /// <summary>Finds the owner through <c>/proc</c> (proc(5)); null elsewhere, or when it belongs to another user.</summary>
    public static PortOwner? Find(int port)
    {
        try
        {
            var sockets = new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Where(File.Exists).SelectMany(table => InodesOf(table, port)).Select(inode => $"socket:[{inode}]").ToHashSet(StringComparer.Ordinal);
            if (sockets.Count == 0) return null;
            return Directory.EnumerateDirectories("/proc").Select(folder => OwnerIn(folder, sockets)).FirstOrDefault(owner => owner is not null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary><c>nginx (process 4711)</c>.</summary>
    public override string ToString() => $"'{Command}' (process {ProcessId})";

    // Columns: sl, local_address as HEX:HEXPORT, rem_address, st, queues, timers, retransmits, uid, timeout, inode.
    private static IEnumerable<string> InodesOf(string table, int port)
    {
        var local = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return File.ReadLines(table).Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => columns.Length > 9 && columns[3] == Listening && columns[1].EndsWith(local, StringComparison.Ordinal))
            .Select(columns => columns[9]);
    }

    private static PortOwner? OwnerIn(string folder, HashSet<string> sockets)
    {
        if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var processId)) return null;
        try
        {
            var holds = Directory.EnumerateFiles(Path.Combine(folder, "fd")).Any(link => new FileInfo(link).LinkTarget is { } target && sockets.Contains(target));
            return holds ? new PortOwner(processId, CommandOf(folder)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's process, or one that just ended.
            return null;
        }
    }

    private static string CommandOf(string folder)
    {
        var command = File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ').Trim();
        return command.Length > LongestCommand ? command[..LongestCommand] + "…" : command;
    }
}
