using Microsoft.Extensions.Logging;
using Vitrine.Telemetry.Logs;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Telemetry.Lines;

/// <summary>
/// The log of one service: the pack's envelope, the filter, and where the two streams go. Lines of operations and records of loggers meet
/// here, so they share one shape and never interleave.
/// </summary>
public sealed class ServiceLog
{
    private readonly ILineOutput _log;
    private readonly ILineOutput _access;
    private readonly LogFilter _filter;
    private readonly IReadOnlyDictionary<string, string> _targets;

    internal ServiceLog(LogDefinition definition, Envelope envelope, ServiceLogOptions options, LogFilter filter, ILineOutput log, ILineOutput access)
    {
        Options = options;
        Envelope = envelope;
        (_log, _access, _filter) = (log, access, filter);
        _targets = definition.Targets;
    }

    /// <summary>Whether access lines are written as text.</summary>
    public bool AccessAsText => Options.AccessAsText;

    internal ServiceLogOptions Options { get; }

    internal Envelope Envelope { get; }

    /// <summary>Makes the log of a service whose first pack is <paramref name="pack"/>.</summary>
    /// <param name="pack">The pack that shapes the log, or null for the default envelope.</param>
    /// <param name="serviceName">For envelopes that name the service.</param>
    /// <param name="options">The settings.</param>
    /// <param name="open">Opens a destination: <c>stdout</c>, <c>stderr</c> or a file. Called once per distinct destination.</param>
    /// <exception cref="FormatException">The filter is not valid; the message names the level and what is accepted.</exception>
    public static ServiceLog Create(Pack? pack, string serviceName, ServiceLogOptions options, Func<string, ILineOutput> open)
    {
        var definition = pack?.Definition.Log ?? LogDefinition.Default;
        var filter = LogFilter.TryParse(options.Filter, definition.Targets, out var error) ?? throw new FormatException(error);
        var output = options.Output ?? definition.Output;
        var accessOutput = options.AccessOutput ?? definition.AccessOutput;
        var log = open(output);
        var access = string.Equals(output, accessOutput, StringComparison.Ordinal) ? log : open(accessOutput);
        return new ServiceLog(definition, EnvelopeCompiler.Compile(definition, serviceName), options, filter, log, access);
    }

    /// <summary>Whether a record of this target and level is written.</summary>
    public bool IsEnabled(string target, LogLevel level) => _filter.IsEnabled(target, level);

    /// <summary>The target name of a logger category: the pack's map by longest prefix, else the category.</summary>
    public string TargetOf(string category)
    {
        var best = "";
        foreach (var prefix in _targets.Keys)
        {
            if (prefix.Length > best.Length && category.StartsWith(prefix, StringComparison.Ordinal)) best = prefix;
        }

        return best.Length == 0 ? category : _targets[best];
    }

    internal bool IsEnabled(Line line) =>
        line.Definition.IsAccess ? Options.AccessEnabled : _filter.IsEnabled(line.Definition.Logger, line.Definition.Level);

    internal void Write(bool isAccess, ReadOnlySpan<byte> line) => (isAccess ? _access : _log).Write(line);
}
