namespace Vitrine.Forecast;

/// <summary>Numbers of this project's log records. Append only.</summary>
internal static class EventIds
{
    public const int Initializing = 1;
    public const int Loading = 2;
    public const int Ready = 3;
    public const int LoadFailed = 4;
    public const int Cleaning = 5;
    public const int Cleaned = 6;
    public const int Configured = 7;
    public const int AllowList = 8;
    public const int AllowListDisabled = 9;
    public const int HeaderBelieved = 10;
    public const int Warned = 11;
    public const int Stopping = 12;
    public const int Stopped = 13;
}
