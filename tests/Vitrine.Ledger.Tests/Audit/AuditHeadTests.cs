using System.Text.Json;
using Vitrine.Ledger.Audit;
using Vitrine.Ledger.Audit.Export;
using Vitrine.Ledger.Audit.Heads;
using Vitrine.Ledger.Audit.Records;
using Vitrine.Testing;

namespace Vitrine.Ledger.Tests.Audit;

/// <summary>What a chain alone cannot show, shown by the signed head.</summary>
public sealed class AuditHeadTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vitrine-audit-");

    private string KeyPath => Path.Combine(_folder.FullName, "keys", "audit-key.pem");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Key_MadeAtFirst_IsItsOwnersAloneAndStays()
    {
        using var first = AuditSigner.Open(KeyPath);
        using var second = AuditSigner.Open(KeyPath);
        second.KeyId.ShouldBe(first.KeyId);
        first.PublicKey.ShouldStartWith("-----BEGIN PUBLIC KEY-----\n");
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(KeyPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(Path.GetDirectoryName(KeyPath)!).Length.ShouldBe(1);
    }

    [Fact]
    public void Key_OfAnotherKind_IsRefusedInASentence()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyPath)!);
        File.WriteAllText(KeyPath, "no key");
        Should.Throw<FormatException>(() => AuditSigner.Open(KeyPath)).Message.ShouldContain("P-256");
    }

    [Fact]
    public async Task Head_OfAnExport_FindsWhatTheChainDoesNot()
    {
        var records = SampleTrail.Records(10);
        var head = Head(records);
        using var key = PublicKey();
        key.WhatIsWrong(head).ShouldBeNull();
        head.WhatIsWrong(await VerifyAsync(records)).ShouldBeNull();
        head.WhatIsWrong(await VerifyAsync(records.Take(9))).ShouldNotBeNull().ShouldContain("cut off");
        head.WhatIsWrong(await VerifyAsync(records.Skip(1))).ShouldNotBeNull().ShouldContain("cut off");
        head.WhatIsWrong(await VerifyAsync([])).ShouldNotBeNull().ShouldContain("cut off");
        head.WhatIsWrong(await VerifyAsync(SampleTrail.Records(11))).ShouldNotBeNull();
        head.WhatIsWrong(await VerifyAsync(SampleTrail.Records(11).Skip(1))).ShouldNotBeNull().ShouldContain("sequence 1 to 10");
        head.WhatIsWrong(await VerifyAsync(MadeAnew(10))).ShouldNotBeNull().ShouldContain("made anew");
    }

    [Fact]
    public void Head_ChangedInAnyField_IsNotSigned()
    {
        var head = Head(SampleTrail.Records(3));
        using var key = PublicKey();
        AuditHead[] changed =
        [
            head with { Count = 4 }, head with { FirstSequence = 2 }, head with { LastSequence = null }, head with { Start = "2024-01-14T00:00:00.000Z" }, head with { End = null },
            head with { PrevHash = head.Hash }, head with { Hash = head.PrevHash }, head with { SignedAt = "2025-01-15T00:00:00.000Z" }, head with { Version = 2 }, head with { Algorithm = "none" },
            head with { KeyId = head.Hash }, head with { Signature = "" }, head with { Signature = "?" },
        ];
        foreach (var each in changed) key.WhatIsWrong(each).ShouldNotBeNull(each.ToString());
    }

    [Fact]
    public void Head_OfAnotherKey_IsNotBelieved()
    {
        using var other = AuditSigner.Open(Path.Combine(_folder.FullName, "other.pem"));
        using var key = AuditSignature.Of(other.PublicKey);
        key.WhatIsWrong(Head(SampleTrail.Records(3))).ShouldNotBeNull().ShouldContain("another key");
    }

    [Fact]
    public void Head_AsJson_ReadsBackAndRefusesWhatItDoesNotKnow()
    {
        var head = Head(SampleTrail.Records(3));
        var json = JsonSerializer.Serialize(head, AuditHeadJson.Default.AuditHead);
        JsonSerializer.Deserialize(json, AuditHeadJson.Default.AuditHead).ShouldBe(head);
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize(json.Replace("\"count\"", "\"counts\"", StringComparison.Ordinal), AuditHeadJson.Default.AuditHead));
    }

    [Fact]
    public async Task Signature_IsWhatOpenSslReads()
    {
        var head = Head(SampleTrail.Records(3));
        string[] files = [.. new[] { "statement", "signature", "public.pem" }.Select(name => Path.Combine(_folder.FullName, name))];
        await File.WriteAllBytesAsync(files[0], head.Statement(), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(files[1], Convert.FromBase64String(head.Signature), TestContext.Current.CancellationToken);
        using var signer = AuditSigner.Open(KeyPath);
        await File.WriteAllTextAsync(files[2], signer.PublicKey, TestContext.Current.CancellationToken);
        var (code, output) = await ExternalTool.RunAsync("openssl", ["dgst", "-sha256", "-verify", files[2], "-signature", files[1], files[0]]);
        (code, output.Trim()).ShouldBe((0, "Verified OK"));
    }

    private AuditHead Head(IReadOnlyList<AuditRecord> records)
    {
        using var signer = AuditSigner.Open(KeyPath);
        var range = AuditRange.Parse("2024-01-15", "2024-01-15");
        return signer.Sign(new AuditHead
        {
            Start = range.Start,
            End = range.End,
            Count = records.Count,
            FirstSequence = records[0].Sequence,
            LastSequence = records[^1].Sequence,
            PrevHash = records[0].PreviousHash.ToString(),
            Hash = records[^1].Hash.ToString(),
            SignedAt = AuditInstant.Write(SampleTrail.FirstMs),
            KeyId = "",
        });
    }

    private AuditSignature PublicKey()
    {
        using var signer = AuditSigner.Open(KeyPath);
        return AuditSignature.Of(signer.PublicKey);
    }

    private static Task<AuditVerifier> VerifyAsync(IEnumerable<AuditRecord> records) => SampleTrail.VerifyAsync(SampleTrail.Export(AuditFormat.Jsonl, records));

    // Somebody else's records, with a chain as good as the true one.
    private static IEnumerable<AuditRecord> MadeAnew(int count)
    {
        var chain = AuditChain.Empty;
        foreach (var entry in SampleTrail.Entries(count).Where(AuditChain.Holds))
        {
            var record = chain.Next(AuditChain.EventOf(entry)! with { Actor = "mallory" }, entry);
            chain = AuditChain.After(record);
            yield return record;
        }
    }
}
