using System.Text;
using Vitrine.Ledger.Audit.Export;
using Vitrine.Ledger.Audit.Records;

namespace Vitrine.Ledger.Tests.Audit;

public sealed class AuditExportTests
{
    public static TheoryData<AuditFormat> Formats => [.. Enum.GetValues<AuditFormat>()];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Export_ReadBack_HoldsTheSameRecords(AuditFormat format)
    {
        var records = SampleTrail.Records(40);
        var read = new List<AuditRecord>();
        await foreach (var record in AuditReader.ReadAsync(new Trickle(SampleTrail.Export(format, records)), TestContext.Current.CancellationToken)) read.Add(record);
        read.Select(TextOf).ShouldBe(records.Select(TextOf));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Export_OfNothing_IsWholeAndEmpty(AuditFormat format)
    {
        var verified = await SampleTrail.VerifyAsync(SampleTrail.Export(format, []));
        (verified.Fault, verified.Count).ShouldBe((null, 0));
    }

    [Fact]
    public async Task Export_AsOtherProgramsWriteIt_IsTheSame()
    {
        var records = SampleTrail.Records(3);
        var lines = records.Select(TextOf).ToArray();
        // Spread over lines and with its keys in another order, as jq -S does.
        var spread = "\n [ " + string.Join(" ,\r\n", lines.Select(line => "{ " + string.Join(",\n", line[1..^1].Split(",\"hash\":").Reverse().Select((part, i) => i == 0 ? "\"hash\" : " + part : part)) + " }")) + "\n]\n ";
        (await SampleTrail.VerifyAsync(Encoding.UTF8.GetBytes(spread))).ShouldSatisfyAllConditions(v => v.Fault.ShouldBeNull(), v => v.Count.ShouldBe(3));
    }

    [Fact]
    public void Csv_OfAFormula_IsText()
    {
        var csv = Encoding.UTF8.GetString(SampleTrail.Export(AuditFormat.Csv, SampleTrail.Records(40)));
        csv.ShouldStartWith(string.Join(',', AuditColumns.Names) + "\r\n");
        csv.ShouldContain(",'=1+1,");
        csv.ShouldContain(",''quoted,");
        csv.ShouldContain(",\"a,\"\"b\"\"\r\nc\",");
        csv.ShouldNotContain(",=");
    }

    [Fact]
    public async Task RandomTexts_ThroughEveryFormat_KeepTheirHashes()
    {
        var random = new Random(8);
        for (var round = 0; round < 300; round++)
        {
            var chain = AuditChain.Empty;
            var records = new List<AuditRecord>();
            for (var i = 1; i <= random.Next(1, 6); i++)
            {
                var told = SampleTrail.Event(i) with { Actor = Text(random), Reason = Text(random), SubjectId = Text(random), ChangedFieldNames = random.Next(2) == 0 ? null : [Text(random), Text(random)] };
                records.Add(chain.Next(told, SampleTrail.Entry(i, i, AuditChain.Tenant, AuditChain.Stream)));
                chain = AuditChain.After(records[^1]);
            }

            foreach (var format in Enum.GetValues<AuditFormat>())
            {
                var verified = await SampleTrail.VerifyAsync(SampleTrail.Export(format, records));
                verified.Fault?.ToString().ShouldBeNull($"round {round}, {format}");
                verified.Last.Hash.ShouldBe(records[^1].Hash);
            }
        }
    }

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var left = random.Next(8); left > 0; left--)
        {
            var rune = random.Next(4) switch { 0 => random.Next(0x20), 1 => random.Next(0x80), 2 => "\"\\,'=\r\n{}[]"[random.Next(11)], _ => random.Next(0x10FFFF) };
            if (Rune.IsValid(rune)) text.Append(new Rune(rune));
        }

        return text.ToString();
    }

    private static string TextOf(AuditRecord record) => Encoding.UTF8.GetString(SampleTrail.Line(record));

    /// <summary>Gives a few bytes at a time, as a network may.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(7, buffer.Length)], cancellationToken);
    }
}
