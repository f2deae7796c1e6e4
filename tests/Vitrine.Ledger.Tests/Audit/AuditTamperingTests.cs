using System.Text;
using Vitrine.Ledger.Audit.Export;
using Vitrine.Ledger.Audit.Records;

namespace Vitrine.Ledger.Tests.Audit;

/// <summary>Everything that somebody with a file may do to it, at every record, in every format.</summary>
public sealed class AuditTamperingTests
{
    private const int Count = 12;

    public static TheoryData<AuditFormat> Formats => [.. Enum.GetValues<AuditFormat>()];

    public static TheoryData<AuditFormat, int> Places => [.. from format in Enum.GetValues<AuditFormat>() from place in Enumerable.Range(0, Count) select (format, place)];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Untouched_IsWhole(AuditFormat format)
    {
        var verified = await SampleTrail.VerifyAsync(SampleTrail.Export(format, SampleTrail.Records(Count)));
        verified.ShouldSatisfyAllConditions(v => v.Fault.ShouldBeNull(), v => v.Count.ShouldBe(Count), v => v.FirstSequence.ShouldBe(1), v => v.Last.Sequence.ShouldBe(Count));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task EveryColumn_Altered_IsFoundAtItsRecord(AuditFormat format, int place)
    {
        foreach (var column in Enum.GetValues<AuditColumn>())
        {
            var records = SampleTrail.Records(Count).ToArray();
            records[place] = With(records[place], column, Other(records[place][column], column));
            var fault = await FaultAsync(format, records);
            fault.ShouldNotBeNull($"{column}");
            fault.Index.ShouldBe(place + 1, $"{column}: {fault}");
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Altered_AndHashedAnew_IsFoundAtTheNextRecord(AuditFormat format, int place)
    {
        var records = SampleTrail.Records(Count).ToArray();
        records[place] = Rehashed(With(records[place], AuditColumn.Actor, "mallory"));
        // Nothing follows the last one: a chain alone cannot show that, a signed head does.
        (await FaultAsync(format, records))?.Index.ShouldBe(place + 2);
        if (place == Count - 1) (await FaultAsync(format, records)).ShouldBeNull();
        else (await FaultAsync(format, records)).ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task LeftOut_IsFoundAtTheNextRecord(AuditFormat format, int place)
    {
        var records = SampleTrail.Records(Count).Where((_, i) => i != place);
        var fault = await FaultAsync(format, records);
        // Either end may be cut: the export of a range looks the same. The signed head knows.
        if (place is 0 or Count - 1) fault.ShouldBeNull();
        else fault.ShouldNotBeNull().ShouldSatisfyAllConditions(f => f.Index.ShouldBe(place + 1), f => f.What.ShouldContain("1 record is missing"));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Moved_IsFound(AuditFormat format, int place)
    {
        for (var to = 0; to < Count; to++)
        {
            if (to == place) continue;
            var records = SampleTrail.Records(Count).ToList();
            var moved = records[place];
            records.RemoveAt(place);
            records.Insert(to, moved);
            var fault = (await FaultAsync(format, records)).ShouldNotBeNull($"{place} to {to}");
            // Records that begin later than at the trail's first are a range of their own: the one that was first is then what stands wrong.
            fault.Index.ShouldBe(place == 0 ? to + 1 : Math.Max(2, Math.Min(place, to) + 1), $"{place} to {to}");
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task PutIn_IsFound(AuditFormat format, int place)
    {
        var records = SampleTrail.Records(Count).ToList();
        records.Insert(place, Rehashed(With(records[place], AuditColumn.Actor, "mallory")));
        (await FaultAsync(format, records)).ShouldNotBeNull().Index.ShouldBe(place + 2);
        records = [.. SampleTrail.Records(Count)];
        records.Insert(place, records[place]);
        (await FaultAsync(format, records)).ShouldNotBeNull().Index.ShouldBe(place + 2);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task EveryByte_Flipped_IsFound(AuditFormat format)
    {
        var export = SampleTrail.Export(format, SampleTrail.Records(3));
        for (var i = 0; i < export.Length; i++)
        {
            export[i] ^= 1;
            (await SampleTrail.VerifyAsync(export)).Fault.ShouldNotBeNull($"byte {i} of {Encoding.UTF8.GetString(export)}");
            export[i] ^= 1;
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task CutAtEveryByte_IsFound_UnlessARecordEndsThere(AuditFormat format)
    {
        var records = SampleTrail.Records(3);
        var export = SampleTrail.Export(format, records);
        // What a cut at a record's end leaves is a whole export of fewer records.
        var whole = Enumerable.Range(0, 4).Select(count => Encoding.UTF8.GetString(SampleTrail.Export(format, records.Take(count))).TrimEnd('\n')).ToHashSet(StringComparer.Ordinal);
        for (var size = 0; size < export.Length; size++)
        {
            var cut = export[..size];
            var isWhole = whole.Contains(Encoding.UTF8.GetString(cut).TrimEnd('\n'));
            var verified = await SampleTrail.VerifyAsync(cut);
            if (!isWhole && size > 0) verified.Fault.ShouldNotBeNull($"{format} cut at {size}: {Encoding.UTF8.GetString(cut)}");
        }
    }

    [Theory]
    [InlineData("{\"sequence\":1,", "{\"note\":\"x\",\"sequence\":1,", "has a key that records do not have: 'note'")]
    [InlineData("{\"sequence\":1,", "{\"sequence\":1,\"sequence\":1,", "has sequence twice")]
    [InlineData("\"service\":\"model\",", "", "lacks service")]
    [InlineData("\"sequence\":1,", "\"sequence\":\"1\",", "has a sequence of another kind")]
    [InlineData("\"sequence\":1,", "\"sequence\":1.0,", "has no number from 1 as sequence")]
    [InlineData("\"changed_field_names\":[]", "\"changed_field_names\":[1]", "has changed_field_names that are not all strings")]
    public async Task WhatNoHashCovers_IsRefused(string from, string to, string says)
    {
        var export = Encoding.UTF8.GetString(SampleTrail.Export(AuditFormat.Jsonl, SampleTrail.Records(1)));
        export.ShouldContain(from);
        var fault = (await SampleTrail.VerifyAsync(Encoding.UTF8.GetBytes(export.Replace(from, to, StringComparison.Ordinal)))).Fault.ShouldNotBeNull();
        fault.What.ShouldContain(says);
    }

    private static async Task<AuditFault?> FaultAsync(AuditFormat format, IEnumerable<AuditRecord> records) => (await SampleTrail.VerifyAsync(SampleTrail.Export(format, records))).Fault;

    private static AuditRecord With(AuditRecord record, AuditColumn column, string? text)
    {
        var texts = Enum.GetValues<AuditColumn>().Select(each => record[each]).ToArray();
        texts[(int)column] = text;
        return AuditRecord.Of(texts);
    }

    private static AuditRecord Rehashed(AuditRecord record) => With(record, AuditColumn.Hash, record.ComputeHash().ToString());

    private static string? Other(string? text, AuditColumn column) => column switch
    {
        AuditColumn.Sequence or AuditColumn.LogPosition => text + "0",
        AuditColumn.Timestamp => text!.Replace("T10:", "T11:", StringComparison.Ordinal),
        AuditColumn.ChangedFieldNames => text is null ? "[]" : null,
        AuditColumn.PrevHash or AuditColumn.Hash => (text![0] == '0' ? '1' : '0') + text[1..],
        _ => text is null ? "somebody" : text + "x",
    };
}
