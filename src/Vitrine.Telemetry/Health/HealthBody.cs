using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Vitrine.Telemetry.Health;

/// <summary>Writes what a health path answers; documents differ.</summary>
public delegate Task HealthBody(HttpContext context, HealthReport report);
