namespace Vitrine.Telemetry.Export;

/// <summary>How spans or log records gather before they are sent.</summary>
/// <param name="QueueSize">Items that may wait; beyond it they are dropped and counted.</param>
/// <param name="BatchSize">Items in one request at most.</param>
/// <param name="Delay">The longest an item waits for others.</param>
/// <param name="Timeout">The longest the export of one batch may take.</param>
public sealed record BatchSettings(int QueueSize, int BatchSize, TimeSpan Delay, TimeSpan Timeout);
