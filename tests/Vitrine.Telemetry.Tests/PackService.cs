using System.Buffers;
using System.Text;
using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Packs;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Tests;

/// <summary>A service with a pack written in the test, its page and its lines.</summary>
internal sealed class PackService : ILineOutput, IDisposable
{
    public PackService(string yaml, IReadOnlyList<Kind>? kinds = null, int recent = 1000, string filter = "trace")
    {
        var pack = Pack.Parse("test.yaml", yaml);
        Telemetry = new VitrineTelemetry(new TelemetryOptions
        {
            ServiceName = "test",
            Kinds = kinds ?? HouseVocabulary.All,
            Packs = [pack],
            RecentOperations = recent,
            Log = ServiceLog.Create(pack, "test", new ServiceLogOptions { Filter = filter }, _ => this),
        });
    }

    public VitrineTelemetry Telemetry { get; }

    public List<string> Lines { get; } = [];

    public string Page => PageAs(ExpositionFormat.Text);

    public string PageAs(ExpositionFormat format)
    {
        var page = new ArrayBufferWriter<byte>();
        Telemetry.WriteMetrics(page, format).ShouldBeTrue();
        return Encoding.UTF8.GetString(page.WrittenSpan);
    }

    /// <summary>The samples of the page that begin with a name.</summary>
    public string[] Samples(string name) => [.. Page.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal))];

    public void Write(ReadOnlySpan<byte> line) => Lines.Add(Encoding.UTF8.GetString(line));

    public void Dispose() => Telemetry.Dispose();
}
