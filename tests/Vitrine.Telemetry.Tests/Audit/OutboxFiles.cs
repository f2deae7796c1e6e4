using System.Text;
using System.Text.Json;
using Vitrine.Telemetry.Audit;
using Vitrine.Telemetry.Audit.Outbox;

namespace Vitrine.Telemetry.Tests.Audit;

/// <summary>An outbox of one test: written and read without a queue and a ledger.</summary>
internal sealed class OutboxFiles : IDisposable
{
    private readonly List<Exception> _reports = [];

    public OutboxFiles(string path, long maxBytes = 1024 * 1024)
    {
        Losses = new AuditLosses("test", TimeProvider.System, _reports.Add);
        Folder = new OutboxFolder(path);
        Writer = new OutboxWriter(Folder, maxBytes, Losses);
        Reader = new OutboxReader(Folder, Writer, Losses);
    }

    public OutboxFolder Folder { get; }

    public OutboxWriter Writer { get; }

    public OutboxReader Reader { get; }

    public AuditLosses Losses { get; }

    public IReadOnlyList<Exception> Reports => _reports;

    public long Damaged => Losses.All.SingleOrDefault(loss => loss.Reason == OutboxReader.Damaged).Count;

    public static byte[] Entry(int number) => JsonSerializer.SerializeToUtf8Bytes(
        new AuditEvent
        {
            EventId = new Guid(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0),
            OccurredAt = DateTimeOffset.UnixEpoch.AddSeconds(number),
            Service = "test",
            Action = AuditAction.AccessGranted,
            Operation = "inference",
            Actor = "zoë",
        },
        AuditJson.Readable.AuditEvent);

    public void Write(params int[] numbers)
    {
        var lines = new MemoryStream();
        foreach (var number in numbers) lines.Write([.. Entry(number), (byte)'\n']);
        var rest = lines.ToArray().AsSpan();
        while (!rest.IsEmpty) rest = rest[Writer.Write(rest)..];
    }

    /// <summary>The numbers of the entries that are there to be sent.</summary>
    public int[] Read(int most = 1000) => [.. Reader.Read(most).Select(entry => NumberOf(entry.Json.Span))];

    /// <summary>Takes all that is there.</summary>
    public int[] Drain()
    {
        var all = new List<int>();
        while (Read() is { Length: > 0 } numbers)
        {
            all.AddRange(numbers);
            Reader.Take(numbers.Length);
        }

        return [.. all];
    }

    public static int NumberOf(ReadOnlySpan<byte> entry) => BitConverter.ToInt32(JsonSerializer.Deserialize(entry, AuditJson.Default.AuditEvent)!.EventId.ToByteArray());

    public void Dispose()
    {
        Writer.Dispose();
        Folder.Dispose();
    }

    public static string Text(string file) => Encoding.UTF8.GetString(File.ReadAllBytes(file));
}
