namespace Vitrine.Telemetry.Audit.Outbox;

/// <summary>A segment holds something that is no entry, as its checksum says. It is left out and counted.</summary>
internal sealed class OutboxDamageException(string path, long offset, string what) : IOException($"{path} is damaged at byte {offset}: {what}")
{
    /// <summary>The segment.</summary>
    public string Path => path;

    /// <summary>Where the damage begins.</summary>
    public long Offset => offset;
}
