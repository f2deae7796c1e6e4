namespace Vitrine.ModelServer;

/// <summary>Event ids of the model server's own log lines. Append only.</summary>
internal static class EventIds
{
    public const int LoadProgress = 200;
    public const int ModelReady = 201;
    public const int LoadFailed = 202;
    public const int InsecureLogging = 203;
    public const int EngineReading = 204;
    public const int EngineModel = 205;
    public const int EngineTensors = 206;
    public const int EngineContext = 207;
    public const int EngineCompute = 208;
    public const int EngineFreed = 209;
    public const int ModelHidden = 210;
    public const int Starting = 211;
    public const int Listening = 212;
    public const int Stopping = 213;
}
