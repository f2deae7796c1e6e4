using System.Globalization;
using System.Text.RegularExpressions;

namespace Vitrine.Supervision;

/// <summary>Finds who listens on a TCP port of this machine. Linux tells through /proc; elsewhere nobody is named.</summary>
internal static partial class PortOwner
{
    private const string Listening = "0A";

    /// <summary>Words such as <c>prometheus (pid 4711)</c>, or null when the system does not tell.</summary>
    public static string? Find(int port)
    {
        if (!OperatingSystem.IsLinux()) return null;
        try
        {
            var sockets = SocketsOn(port, "/proc/net/tcp").Concat(SocketsOn(port, "/proc/net/tcp6")).Select(inode => $"socket:[{inode}]").ToHashSet(StringComparer.Ordinal);
            return sockets.Count == 0 ? null : Directory.EnumerateDirectories("/proc").Select(folder => OwnerIn(folder, sockets)).FirstOrDefault(owner => owner is not null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Columns of /proc/net/tcp: sl, local address:port in hexadecimal, remote, state, queues, timers, retransmits, uid, timeout, inode.
    private static IEnumerable<string> SocketsOn(int port, string table)
    {
        if (!File.Exists(table)) yield break;
        foreach (var line in File.ReadLines(table).Skip(1))
        {
            var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length < 10 || columns[3] != Listening) continue;
            if (int.TryParse(columns[1].Split(':')[^1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var local) && local == port) yield return columns[9];
        }
    }

    private static string? OwnerIn(string folder, HashSet<string> sockets)
    {
        var number = Path.GetFileName(folder);
        if (!Digits().IsMatch(number)) return null;
        try
        {
            var isOwner = Directory.EnumerateFiles(Path.Combine(folder, "fd")).Any(file => File.ResolveLinkTarget(file, returnFinalTarget: false) is { } target && sockets.Contains(Path.GetFileName(target.FullName)));
            return isOwner ? $"{File.ReadAllText(Path.Combine(folder, "comm")).Trim()} (pid {number})" : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's process, or one that just ended.
            return null;
        }
    }

    [GeneratedRegex(@"^\d+$")]
    private static partial Regex Digits();
}
