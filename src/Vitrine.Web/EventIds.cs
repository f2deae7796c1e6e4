namespace Vitrine.Web;

/// <summary>Event ids of the console's own log lines. Append only; each folder has ids of its own.</summary>
internal static class EventIds
{
    // Engine: 400.
    public const int EngineSilent = 400;
    public const int EngineAnswers = 401;
}
