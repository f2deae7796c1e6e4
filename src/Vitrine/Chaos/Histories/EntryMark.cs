using System.Globalization;
using System.Text;

namespace Vitrine.Chaos.Histories;

/// <summary>What a writer puts into the data of an entry, so that it is known again in the log: the command's number, the entry's place in it, and filling. It is a JSON string, as a ledger's API wants data.</summary>
internal static class EntryMark
{
    /// <summary>The data of an entry.</summary>
    public static byte[] Write(int command, int index, int bytes) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\"{command}:{index};").PadRight(bytes, '.') + '"');

    /// <summary>Reads it back.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, out int command, out int index)
    {
        (command, index) = (0, 0);
        if (data.IsEmpty) return false;
        data = data[1..];
        var (colon, end) = (data.IndexOf((byte)':'), data.IndexOf((byte)';'));
        return colon > 0 && end > colon && int.TryParse(data[..colon], CultureInfo.InvariantCulture, out command) && int.TryParse(data[(colon + 1)..end], CultureInfo.InvariantCulture, out index);
    }
}
