using System.Buffers;
using Vitrine.Ledger.Audit.Records;

namespace Vitrine.Ledger.Audit.Export;

/// <summary>Writes records into an export: <see cref="Begin"/>, <see cref="Add"/> for each, <see cref="End"/>. Nothing is kept.</summary>
public sealed class AuditExport(AuditFormat format, IBufferWriter<byte> output)
{
    private bool _isBegun;

    /// <summary>The media type of a format.</summary>
    public static string MediaTypeOf(AuditFormat format) => format switch
    {
        AuditFormat.Json => "application/json; charset=utf-8",
        AuditFormat.Jsonl => "application/jsonl; charset=utf-8",
        _ => "text/csv; charset=utf-8; header=present",
    };

    /// <summary>Writes what stands before the first record.</summary>
    public void Begin()
    {
        if (format == AuditFormat.Json) output.Write("["u8);
        if (format == AuditFormat.Csv) AuditCsv.WriteHeader(output);
    }

    /// <summary>Writes a record.</summary>
    /// <param name="line">It as canonical JSON, without a line end.</param>
    public void Add(ReadOnlySpan<byte> line)
    {
        switch (format)
        {
            case AuditFormat.Json:
                output.Write(_isBegun ? ",\n"u8 : "\n"u8);
                output.Write(line);
                break;
            case AuditFormat.Jsonl:
                output.Write(line);
                output.Write("\n"u8);
                break;
            default:
                AuditCsv.Write(output, AuditRecordReader.Read(line));
                break;
        }

        _isBegun = true;
    }

    /// <summary>Writes what stands behind the last record.</summary>
    public void End()
    {
        if (format == AuditFormat.Json) output.Write(_isBegun ? "\n]\n"u8 : "]\n"u8);
    }
}
