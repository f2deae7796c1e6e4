namespace Vitrine.Telemetry.Export;

/// <summary>What is exported where, resolved from options, the <c>OTEL_*</c> variables and defaults. Immutable.</summary>
public sealed record ExportSettings
{
    /// <summary>Resource attributes, <c>service.*</c> included; they stand on every exported span, metric and record.</summary>
    public required IReadOnlyDictionary<string, string> Resource { get; init; }

    /// <summary>Where spans go.</summary>
    public required SignalSettings Traces { get; init; }

    /// <summary>Where metrics go.</summary>
    public required SignalSettings Metrics { get; init; }

    /// <summary>Where log records go.</summary>
    public required SignalSettings Logs { get; init; }

    /// <summary>Which requests become traces.</summary>
    public required SamplerSettings Sampler { get; init; }

    /// <summary>How spans gather.</summary>
    public required BatchSettings SpanBatch { get; init; }

    /// <summary>How log records gather.</summary>
    public required BatchSettings LogBatch { get; init; }

    /// <summary>How often metrics are sent.</summary>
    public required TimeSpan MetricInterval { get; init; }

    /// <summary>The pack whose metrics are sent, or null for the default.</summary>
    public string? MetricPack { get; init; }

    /// <summary>How long the end of the service may wait for what is queued.</summary>
    public required TimeSpan ShutdownTimeout { get; init; }

    /// <summary>Resolves the settings: options beat variables, variables beat defaults.</summary>
    /// <param name="options">What the user decided.</param>
    /// <param name="serviceName">The name when nobody gives another.</param>
    /// <param name="environment">Reads a variable; null or empty means unset.</param>
    /// <exception cref="FormatException">A value is not understood. The message lists every error with its variable and the accepted values.</exception>
    public static ExportSettings Read(ExportOptions options, string serviceName, Func<string, string?> environment)
    {
        var reader = new ExportSettingsReader(options, new OtelVariables(environment));
        var settings = reader.Read(serviceName);
        return reader.Errors.Count == 0 ? settings : throw new FormatException(string.Join(Environment.NewLine, reader.Errors));
    }
}
