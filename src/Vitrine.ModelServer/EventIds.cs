namespace Vitrine.ModelServer;

/// <summary>Event ids of the model server's own log lines. Append only.</summary>
internal static class EventIds
{
    public const int LoadProgress = 200;
    public const int ModelReady = 201;
    public const int LoadFailed = 202;
    public const int InsecureLogging = 203;
}
