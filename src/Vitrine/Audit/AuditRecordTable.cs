using System.Globalization;
using Spectre.Console;
using Vitrine.Ledger.Audit.Records;

namespace Vitrine.Audit;

/// <summary>Shows records to people: who did what to what, when, and how it ended.</summary>
internal static class AuditRecordTable
{
    private static readonly (string Title, AuditColumn Column)[] s_columns =
    [
        ("service", AuditColumn.Service), ("action", AuditColumn.Action), ("operation", AuditColumn.Operation),
        ("actor", AuditColumn.Actor), ("tenant", AuditColumn.TenantId), ("subject", AuditColumn.SubjectId), ("outcome", AuditColumn.Outcome),
    ];

    public static void Write(IReadOnlyList<AuditRecord> records, IAnsiConsole screen)
    {
        // A terminal has little room: what nobody knows, what went well and a year that is this one are left out.
        var shown = s_columns.Where(column => records.Any(record => record[column.Column] is { } text && (column.Column != AuditColumn.Outcome || text != "ok"))).ToArray();
        var time = records.All(record => TimeOf(record).Year == DateTime.UtcNow.Year) ? "MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss";
        var table = new Table().Border(TableBorder.None).AddColumn(Column("#").RightAligned()).AddColumn(Column("time, UTC"));
        foreach (var (title, _) in shown) table.AddColumn(Column(title));
        foreach (var record in records)
            table.AddRow([new Text($"{record.Sequence}"), new Text(TimeOf(record).ToString(time, CultureInfo.InvariantCulture)), .. shown.Select(column => new Text(record[column.Column] ?? "", StyleOf(record, column.Column)))]);
        screen.Write(table);
    }

    private static TableColumn Column(string title) => new TableColumn(title).PadLeft(0).PadRight(1);

    private static DateTimeOffset TimeOf(AuditRecord record) => DateTimeOffset.FromUnixTimeMilliseconds(record.TimestampMs);

    private static Style StyleOf(AuditRecord record, AuditColumn column) =>
        column == AuditColumn.Action && record[column] is "AccessDenied" or "BreachDetected" ? new Style(Color.Red) : Style.Plain;
}
