using Vitrine.Ledger.Audit.Records;

namespace Vitrine.Ledger.Audit.Export;

/// <summary>Records as JSON: one array of objects, or objects one behind another. Between objects there may be space, and in an array exactly one comma.</summary>
internal sealed class JsonSplitter(bool isArray) : RecordSplitter
{
    private enum Place
    {
        BeforeArray,
        InEmptyArray,
        BehindRecord,
        BeforeRecord,
        End,
    }

    // Without an array, records follow each other with nothing but space between.
    private Place _place = isArray ? Place.BeforeArray : Place.BeforeRecord;

    public override AuditRecord? Take(ReadOnlySpan<byte> buffered, bool isAll, out int consumed)
    {
        for (consumed = 0; consumed < buffered.Length; consumed++)
        {
            switch (buffered[consumed])
            {
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                    break;
                case (byte)'[' when _place == Place.BeforeArray:
                    _place = Place.InEmptyArray;
                    break;
                case (byte)',' when _place == Place.BehindRecord:
                    _place = Place.BeforeRecord;
                    break;
                case (byte)']' when _place is Place.InEmptyArray or Place.BehindRecord:
                    _place = Place.End;
                    break;
                case (byte)'{' when _place is Place.InEmptyArray or Place.BeforeRecord:
                    var size = SizeOfObject(buffered[consumed..]);
                    if (size == 0) return isAll ? throw new AuditFormatException("is cut off: its object does not end.") : null;
                    if (isArray) _place = Place.BehindRecord;
                    consumed += size;
                    return AuditRecordReader.Read(buffered.Slice(consumed - size, size));
                default:
                    throw new AuditFormatException($"does not begin where a record must: there is a byte {buffered[consumed]}.");
            }
        }

        return isAll && isArray && _place != Place.End ? throw new AuditFormatException("is missing: the array is cut off, its end is not there.") : null;
    }

    // Strings may hold braces; all else is left to who reads the object.
    private static int SizeOfObject(ReadOnlySpan<byte> json)
    {
        var (depth, isText) = (0, false);
        for (var i = 0; i < json.Length; i++)
        {
            var at = json[i..].IndexOfAny(isText ? "\"\\"u8 : "\"{}"u8);
            if (at < 0) return 0;
            i += at;
            if (json[i] == (byte)'\\') i++;
            else if (json[i] == (byte)'"') isText = !isText;
            else if (json[i] == (byte)'{') depth++;
            else if (--depth == 0) return i + 1;
        }

        return 0;
    }
}
