using System.Text;
using System.Text.Json;

namespace Vitrine.Ledger.Audit.Records;

/// <summary>The names of the columns, and what each may hold.</summary>
public static class AuditColumns
{
    /// <summary>How many there are.</summary>
    public const int Count = (int)AuditColumn.Hash + 1;

    private static readonly string[] s_names = [.. Enum.GetNames<AuditColumn>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
    private static readonly byte[][] s_utf8Names = [.. s_names.Select(Encoding.UTF8.GetBytes)];

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<AuditColumn> All { get; } = Enum.GetValues<AuditColumn>();

    /// <summary>The columns' names, which are also the keys of JSON.</summary>
    public static IReadOnlyList<string> Names => s_names;

    /// <summary>A column's name.</summary>
    public static string NameOf(AuditColumn column) => s_names[(int)column];

    /// <summary>A column's name in UTF-8.</summary>
    public static ReadOnlySpan<byte> Utf8NameOf(AuditColumn column) => s_utf8Names[(int)column];

    /// <summary>The column of a name in UTF-8.</summary>
    public static bool TryFind(ReadOnlySpan<byte> name, out AuditColumn column)
    {
        for (column = AuditColumn.Sequence; (int)column < Count; column++)
        {
            if (name.SequenceEqual(s_utf8Names[(int)column])) return true;
        }

        return false;
    }

    /// <summary>Whether its value stands in JSON as it is, not in quotes: a number, or an array.</summary>
    public static bool IsRaw(AuditColumn column) => column is AuditColumn.Sequence or AuditColumn.LogPosition or AuditColumn.ChangedFieldNames;

    /// <summary>Whether every record has it.</summary>
    public static bool IsRequired(AuditColumn column) => column is <= AuditColumn.Operation or AuditColumn.PrevHash or AuditColumn.Hash;
}
