using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Telemetry.Tests.Logs;

public sealed partial class LineShortenerTests
{
    private const int MaxBytes = 1024;

    [Fact]
    public void Finish_OneLongString_CutsItAloneAndSaysHowMuch()
    {
        var fields = Finish(new string('a', 50), new string('b', 5000), "end");
        fields[0].ShouldBe(new string('a', 50));
        fields[1].ShouldMatch("^b+…\\[[0-9]+ bytes cut\\]$");
        Missing(fields[1]).ShouldBe(5000 - fields[1].IndexOf('…'));
        fields[2].ShouldBe("end");
    }

    [Fact]
    public void Finish_TwoLongStrings_BothKeepAFairPart()
    {
        var fields = Finish(new string('a', 3000), new string('c', 2500));
        fields.ShouldAllBe(f => f.Length > 200);
    }

    [Fact]
    public void Finish_HugeValue_IsNotCopiedWhole()
    {
        var builder = new JsonLineBuilder(MaxBytes);
        builder.WriteString(new string('x', 50_000_000));
        builder.Length.ShouldBeLessThan(2 * MaxBytes);
        Missing(JsonSerializer.Deserialize<string>(builder.Finish())!).ShouldBeGreaterThan(50_000_000 - MaxBytes);
    }

    [Fact]
    public void Finish_OnlyShortValuesOverTheLimit_KeepsTheLine()
    {
        var values = Enumerable.Range(0, 100).Select(i => $"value-{i}-of-many").ToArray();
        Finish(values).ShouldBe(values);
    }

    [Fact]
    public void Finish_RandomLines_AreValidFitAndAccountForEveryByte()
    {
        var random = new Random(11);
        for (var i = 0; i < 3_000; i++)
        {
            var values = new string[random.Next(1, 6)];
            for (var v = 0; v < values.Length; v++)
                values[v] = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(RandomText.Next(random, random.Next(3000))));

            var fields = Finish(values);
            for (var v = 0; v < values.Length; v++)
            {
                var marker = Marker().Match(fields[v]);
                if (!marker.Success)
                {
                    fields[v].ShouldBe(values[v], $"iteration {i}");
                    continue;
                }

                var kept = fields[v][..marker.Index];
                values[v].ShouldStartWith(kept, Case.Sensitive, $"iteration {i}");
                (Encoding.UTF8.GetByteCount(kept) + Missing(fields[v])).ShouldBe(Encoding.UTF8.GetByteCount(values[v]), $"iteration {i}");
            }
        }
    }

    private static string[] Finish(params string[] values)
    {
        var builder = new JsonLineBuilder(MaxBytes);
        builder.BeginObject();
        for (var i = 0; i < values.Length; i++)
        {
            builder.WriteName(JsonLineBuilder.EncodeName($"f{i}"));
            if (i % 2 == 0)
                builder.WriteString(values[i]);
            else
                builder.WriteUtf8String(Encoding.UTF8.GetBytes(values[i]));
        }

        builder.EndObject();
        var line = builder.Finish();
        if (values.Any(v => v.Length > 64))
            line.Length.ShouldBeLessThanOrEqualTo(MaxBytes);
        return [.. JsonDocument.Parse(line.ToArray()).RootElement.EnumerateObject().Select(p => p.Value.GetString()!)];
    }

    private static int Missing(string field) => int.Parse(Marker().Match(field).Groups["missing"].Value);

    [GeneratedRegex(@"…\[(?<missing>[0-9]+) bytes cut\]$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Marker();
}
