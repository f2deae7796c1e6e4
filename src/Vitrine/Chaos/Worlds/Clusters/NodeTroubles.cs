using System.Globalization;

namespace Vitrine.Chaos.Worlds.Clusters;

/// <summary>What a campaign does to the disk and the clock of a node that is a process of its own: files in a folder that both know, which the node looks at each time.</summary>
internal sealed class NodeTroubles
{
    /// <summary>What starts such a node, behind <c>vitrine chaos</c>.</summary>
    public const string Command = "node";

    /// <summary>Its flag with the folder.</summary>
    public const string Flag = "--troubles";

    private readonly string _full;
    private readonly string _clock;

    /// <summary>Takes a folder, made when it is not there.</summary>
    public NodeTroubles(string folder)
    {
        Directory.CreateDirectory(folder);
        (_full, _clock) = (Path.Combine(folder, "disk-full"), Path.Combine(folder, "clock"));
    }

    /// <summary>Whether the disk has no room for another write.</summary>
    public bool IsDiskFull
    {
        get => File.Exists(_full);
        set
        {
            if (value) File.WriteAllText(_full, "");
            else File.Delete(_full);
        }
    }

    /// <summary>How far the node's clock is from the machine's.</summary>
    public TimeSpan ClockOffset
    {
        get => File.Exists(_clock) ? TimeSpan.Parse(File.ReadAllText(_clock), CultureInfo.InvariantCulture) : TimeSpan.Zero;
        set
        {
            // Renamed into its place: nobody reads half of it.
            File.WriteAllText(_clock + ".new", value.ToString("c", CultureInfo.InvariantCulture));
            File.Move(_clock + ".new", _clock, overwrite: true);
        }
    }
}
