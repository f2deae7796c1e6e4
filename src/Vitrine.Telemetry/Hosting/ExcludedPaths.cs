namespace Vitrine.Telemetry.Hosting;

/// <summary>The paths that open no scope: what the options name, and what health, metrics and debug endpoints add.</summary>
internal sealed class ExcludedPaths(VitrineOptions options) : PathSet(options.Http.ExcludedPaths);
