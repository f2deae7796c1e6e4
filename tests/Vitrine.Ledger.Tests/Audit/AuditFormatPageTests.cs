using System.Text.RegularExpressions;
using Vitrine.Ledger.Audit.Export;
using Vitrine.Ledger.Audit.Records;
using Vitrine.Testing;

namespace Vitrine.Ledger.Tests.Audit;

/// <summary>The worked example of docs/format/audit-export.md, run as it stands there.</summary>
public sealed partial class AuditFormatPageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vitrine-audit-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(AuditFormat.Json)]
    [InlineData(AuditFormat.Jsonl)]
    public async Task Example_InPython_AgreesOnEveryHash(AuditFormat format)
    {
        var records = SampleTrail.Records(40);
        (await RunAsync(SampleTrail.Export(format, records))).ShouldBe((0, "40 records, whole"));
        (await RunAsync(SampleTrail.Export(format, records.Where(record => record.Sequence != 7)))).ShouldBe((1, "record 7 does not follow the record before it"));
        var altered = System.Text.Encoding.UTF8.GetString(SampleTrail.Export(format, records)).Replace("request-9\"", "request-0\"", StringComparison.Ordinal);
        (await RunAsync(System.Text.Encoding.UTF8.GetBytes(altered))).ShouldBe((1, "record 9 was altered"));
    }

    [Fact]
    public async Task Table_NamesEveryKeyInOrder()
    {
        var page = await File.ReadAllTextAsync(Checkout.PathOf("docs/format/audit-export.md"), TestContext.Current.CancellationToken);
        var rows = page[page.IndexOf("| key |", StringComparison.Ordinal)..page.IndexOf("## The chain", StringComparison.Ordinal)].Split('\n').Where(row => row.StartsWith("| `", StringComparison.Ordinal));
        rows.SelectMany(row => Key().Matches(row.Split('|')[1]).Select(match => match.Groups["key"].Value)).ShouldBe(AuditColumns.Names);
    }

    private async Task<(int, string)> RunAsync(byte[] export)
    {
        var page = await File.ReadAllTextAsync(Checkout.PathOf("docs/format/audit-export.md"), TestContext.Current.CancellationToken);
        var (program, file) = (Path.Combine(_folder.FullName, "verify.py"), Path.Combine(_folder.FullName, "export"));
        await File.WriteAllTextAsync(program, Python().Match(page).Groups["program"].Value, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(file, export, TestContext.Current.CancellationToken);
        var (code, output) = await ExternalTool.RunAsync("python3", [program, file]);
        return (code, output.Trim());
    }

    [GeneratedRegex("```python\n(?<program>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Python();

    [GeneratedRegex("`(?<key>[a-z_]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Key();
}
