using System.Globalization;
using System.Text;
using Google.Protobuf;

namespace Vitrine.Ledger.Etcd;

/// <summary>Where a cluster's log lies in etcd (docs/format/ledger-etcd.md). Keys of batches sort as their positions do.</summary>
internal sealed class EtcdKeys(string cluster)
{
    private readonly string _prefix = $"/vitrine/ledger/{cluster}/";

    /// <summary>The key of the log's head.</summary>
    public ByteString Head { get; } = ByteString.CopyFromUtf8($"/vitrine/ledger/{cluster}/head");

    /// <summary>The key after all batches: the slash is followed by the zero.</summary>
    public ByteString LogEnd { get; } = ByteString.CopyFromUtf8($"/vitrine/ledger/{cluster}/log0");

    /// <summary>The key of the batch whose last entry is at a position; where none is, the first batch behind it is the one that holds the position.</summary>
    public ByteString Log(long lastPosition) => ByteString.CopyFrom(string.Create(CultureInfo.InvariantCulture, $"{_prefix}log/{lastPosition:D19}"), Encoding.ASCII);
}
