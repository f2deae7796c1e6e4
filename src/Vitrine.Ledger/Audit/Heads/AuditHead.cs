using System.Buffers;
using System.Globalization;
using System.Text;
using Vitrine.Ledger.Audit.Records;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Audit.Heads;

/// <summary>
/// What a ledger says of a range of its trail, for its signature: which records are in it, how many, and between which two hashes. With that, nothing can be
/// cut off an export, and no chain can be made anew, without its being seen.
/// </summary>
public sealed record AuditHead
{
    /// <summary>The shape of the document; a reader refuses what it does not know.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The range's beginning, inclusive, or null: from the first record on.</summary>
    public string? Start { get; init; }

    /// <summary>Its end, exclusive, or null: to the last record.</summary>
    public string? End { get; init; }

    /// <summary>Records in it.</summary>
    public required long Count { get; init; }

    /// <summary>The first one's place in the trail, or null when there is none.</summary>
    public required long? FirstSequence { get; init; }

    /// <summary>The last one's.</summary>
    public required long? LastSequence { get; init; }

    /// <summary>The hash before the first record, 64 hexadecimal digits.</summary>
    public required string PrevHash { get; init; }

    /// <summary>The last record's hash; <see cref="PrevHash"/> when there is none.</summary>
    public required string Hash { get; init; }

    /// <summary>When it was signed, as the ledger's clock has it.</summary>
    public required string SignedAt { get; init; }

    /// <summary>How it is signed: ECDSA over P-256 with SHA-256.</summary>
    public string Algorithm { get; init; } = AuditSigner.Algorithm;

    /// <summary>Tells the key from others: SHA-256 of its public part (SubjectPublicKeyInfo, DER), hexadecimal.</summary>
    public required string KeyId { get; init; }

    /// <summary>The signature over <see cref="Statement"/>: ASN.1 DER, as OpenSSL reads it, in Base64.</summary>
    public string Signature { get; init; } = "";

    /// <summary>What is signed: the document without its signature as one line of canonical JSON, keys in this order.</summary>
    public byte[] Statement()
    {
        var output = new ArrayBufferWriter<byte>();
        Encoding.UTF8.GetBytes($"{{\"version\":{Version.ToString(CultureInfo.InvariantCulture)}", output);
        Text("start", Start);
        Text("end", End);
        Number("count", Count);
        Number("first_sequence", FirstSequence);
        Number("last_sequence", LastSequence);
        Text("prev_hash", PrevHash);
        Text("hash", Hash);
        Text("signed_at", SignedAt);
        Text("algorithm", Algorithm);
        Text("key_id", KeyId);
        output.Write("}"u8);
        return output.WrittenSpan.ToArray();

        void Text(string name, string? value)
        {
            Encoding.UTF8.GetBytes($",\"{name}\":", output);
            if (value is null) output.Write("null"u8);
            else CanonicalJson.WriteString(output, value);
        }

        void Number(string name, long? value) => Encoding.UTF8.GetBytes($",\"{name}\":{value?.ToString(CultureInfo.InvariantCulture) ?? "null"}", output);
    }

    /// <summary>What an export that was verified has to do with this head, in a sentence; null when it is just what the head says.</summary>
    public string? WhatIsWrong(Export.AuditVerifier verified)
    {
        var first = verified.Count == 0 ? (long?)null : verified.FirstSequence;
        if (verified.Count != Count) return $"The signed head says {Count} records, and there are {verified.Count}{(verified.Count < Count ? ": some were cut off" : "")}.";
        if (Count == 0) return null;
        if (first != FirstSequence || verified.Last.Sequence != LastSequence) return $"The signed head says sequence {FirstSequence} to {LastSequence}, and there are {first} to {verified.Last.Sequence}.";
        if (PrevHash != verified.PreviousHash.ToString()) return "The hash before the first record is not the one that the head was signed with: the chain was made anew.";
        return Hash == verified.Last.Hash.ToString() ? null : "The last record's hash is not the one that the head was signed with: the chain was made anew.";
    }
}
