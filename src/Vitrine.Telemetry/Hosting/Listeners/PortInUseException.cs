namespace Vitrine.Telemetry.Hosting.Listeners;

/// <summary>A port that is to be listened on belongs to somebody else.</summary>
public sealed class PortInUseException(int port, PortOwner? owner, string remedy, Exception? inner = null)
    : IOException($"Port {port} is taken by {owner?.ToString() ?? "another program"}. {remedy}", inner)
{
    /// <summary>The port.</summary>
    public int Port => port;

    /// <summary>Who listens on it, when that can be found out.</summary>
    public PortOwner? Owner => owner;
}
