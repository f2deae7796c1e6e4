using System.Text;
using Vitrine.Telemetry.Lines;

namespace Vitrine.Packs.Tests.Support;

/// <summary>Keeps the lines of one destination of a service's log.</summary>
internal sealed class CapturedLines : ILineOutput
{
    /// <summary>The lines in the order of writing.</summary>
    public List<string> All { get; } = [];

    /// <summary>All of them as a file would hold them.</summary>
    public string AsFile => string.Concat(All.Select(line => line + "\n"));

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> line) => All.Add(Encoding.UTF8.GetString(line));
}
