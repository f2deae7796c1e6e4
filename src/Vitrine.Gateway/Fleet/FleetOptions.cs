namespace Vitrine.Gateway.Fleet;

/// <summary>Where the fleet comes from.</summary>
internal sealed record FleetOptions
{
    /// <value>The folder of <c>*.yaml</c> and <c>*.yml</c> documents, or null for none. The default is null.</value>
    public string? Folder { get; init; }

    /// <value>Time between two looks at the folder, for changes that nobody announced. The default is 5 s.</value>
    public TimeSpan FolderInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <value>Quiet time after a change before the folder is read, so that a file being written is read once. The default is 150 ms.</value>
    public TimeSpan FolderQuiet { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <value>Servers that routes, model servers and pods are made for. The default is none.</value>
    public IReadOnlyList<UpstreamOptions> Upstreams { get; init; } = [];

    /// <value>Time between two looks at an upstream's models. The default is 5 s; 1 s while one has not answered yet.</value>
    public TimeSpan UpstreamInterval { get; init; } = TimeSpan.FromSeconds(5);
}
