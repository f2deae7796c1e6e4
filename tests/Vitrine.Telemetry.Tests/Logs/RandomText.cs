using System.Text;

namespace Vitrine.Telemetry.Tests.Logs;

/// <summary>Text that is hard on codecs: escapes, control characters, every UTF-8 length, lone surrogates, long plain runs.</summary>
internal static class RandomText
{
    public static string Next(Random random, int length)
    {
        var text = new StringBuilder(length);
        while (text.Length < length)
        {
            _ = random.Next(8) switch
            {
                0 => text.Append((char)random.Next(0x20)),
                1 => text.Append("\"\\/\u007f"[random.Next(4)]),
                2 => text.Append((char)random.Next(0x80, 0x800)),
                3 => text.Append((char)random.Next(0x800, 0xD800)),
                4 => text.Append(char.ConvertFromUtf32(random.Next(0x10000, 0x110000))),
                5 => text.Append((char)random.Next(0xD800, 0xE000)),
                _ => text.Append('x', random.Next(1, 20)),
            };
        }

        return text.ToString();
    }

    /// <summary>UTF-8 with every fourth piece random bytes.</summary>
    public static byte[] NextBytes(Random random, int pieces)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < pieces; i++)
        {
            if (random.Next(4) == 0)
                bytes.Add((byte)random.Next(256));
            else
                bytes.AddRange(Encoding.UTF8.GetBytes(Next(random, random.Next(4))));
        }

        return [.. bytes];
    }
}
