using Vitrine.Ledger.Audit.Records;
using Vitrine.Ledger.Audit.Table;
using Vitrine.Ledger.Requests;

namespace Vitrine.Ledger.Audit.Requests;

/// <summary>What a query of the trail asks for.</summary>
/// <param name="Filter">Which records.</param>
/// <param name="Range">Of which time.</param>
/// <param name="After">Those that follow this one in the order shown, newest first; 0 for the newest.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Said">The query in words, for the record of its having been asked. It names what was looked for.</param>
internal sealed record AuditQuery(AuditFilter Filter, AuditRange Range, long After, int Limit, string Said)
{
    private static readonly (string Name, AuditColumn Column)[] s_filters =
    [
        ("actor", AuditColumn.Actor), ("tenant", AuditColumn.TenantId), ("service", AuditColumn.Service), ("operation", AuditColumn.Operation),
        ("subject", AuditColumn.SubjectId), ("correlation", AuditColumn.CorrelationId),
    ];

    /// <summary>What is wrong with it, or null.</summary>
    public LedgerError? Error { get; private init; }

    /// <summary>Reads a query.</summary>
    public static AuditQuery Of(IQueryCollection query)
    {
        var values = new QueryValues(query);
        var filter = new AuditFilter().WithPrefix(AuditColumn.Action, values.Text("action"));
        foreach (var (name, column) in s_filters) filter.With(column, values.Text(name));
        var (after, limit) = (values.Position("after", 0), values.Limit(AuditPage.MostRecords));
        var said = string.Join(", ", new[] { "action", "start", "end" }.Concat(s_filters.Select(each => each.Name)).Select(name => (name, text: values.Text(name))).Where(each => each.text.Length > 0).Select(each => $"{each.name} {each.text}"));
        try
        {
            return new AuditQuery(filter, AuditRange.Parse(values.Text("start"), values.Text("end")), after, limit, said) { Error = values.Error };
        }
        catch (FormatException e)
        {
            return new AuditQuery(filter, AuditRange.All, after, limit, said) { Error = LedgerError.Invalid(e.Message) };
        }
    }
}
