namespace Vitrine.Gateway;

/// <summary>Event ids of the gateway's own log lines. Append only; each folder has ids of its own.</summary>
internal static class EventIds
{
    // Fleet: 300.
    public const int ConfigLoaded = 300;
    public const int ConfigInvalid = 301;
    public const int ConfigError = 302;
    public const int ConfigWarning = 303;
    public const int FolderUnwatched = 304;
    public const int UpstreamServes = 305;
    public const int UpstreamSilent = 306;
    public const int DnsFailed = 307;
    public const int DnsFound = 308;

    // Polling: 340.
    public const int PodEjected = 340;
    public const int PodSilent = 341;
    public const int PodAnswers = 342;

    // Guarding: 360.
    public const int RedisDown = 360;
    public const int RedisUp = 361;

    // Identity: 370.
    public const int KeysUnreadable = 370;
    public const int KeysRead = 371;
}
