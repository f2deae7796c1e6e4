namespace Vitrine.Telemetry.Export;

/// <summary>The export of one signal while it runs.</summary>
internal interface ISignalExport
{
    /// <summary>The signal in the plural, for messages.</summary>
    string Name { get; }

    /// <summary>Sends what waits. Blocks; false when it was not done in time.</summary>
    bool Flush(TimeSpan timeout);

    /// <summary>Sends what waits and ends. Blocks for the timeout at most; what is left then is counted as lost.</summary>
    void Stop(TimeSpan timeout);
}
