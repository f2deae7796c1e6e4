using System.Text;

namespace Vitrine.RoleLogs;

/// <summary>Reads the lines of a kept log.</summary>
internal static class KeptLines
{
    private const int BlockBytes = 64 * 1024;

    /// <summary>The last <paramref name="count"/> lines over all files, oldest first; all of them when it is null. Old files are opened only when needed.</summary>
    public static IReadOnlyList<string> Last(KeptLog log, int? count)
    {
        var lines = new List<string>();
        foreach (var file in log.Files.Reverse())
        {
            if (count is { } wanted && lines.Count >= wanted) break;
            lines.InsertRange(0, LastOf(file, count - lines.Count));
        }

        return lines;
    }

    /// <summary>Opens a log that its owner goes on writing, renaming and deleting.</summary>
    public static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static List<string> LastOf(string path, int? count)
    {
        using var file = Open(path);
        if (count is { } wanted) file.Position = StartOfLast(file, wanted);
        using var reader = new StreamReader(file, Encoding.UTF8);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line) lines.Add(line);
        return lines;
    }

    // Looks for newlines from the end, block by block; the one that ends the file does not begin a line.
    private static long StartOfLast(FileStream file, int count)
    {
        var length = file.Length;
        if (count <= 0) return length;
        var block = new byte[BlockBytes];
        var found = 0;
        for (var end = length; end > 0;)
        {
            var start = Math.Max(0, end - BlockBytes);
            var size = RandomAccess.Read(file.SafeFileHandle, block.AsSpan(0, (int)(end - start)), start);
            for (var i = size - 1; i >= 0; i--)
            {
                if (block[i] == (byte)'\n' && start + i < length - 1 && ++found == count) return start + i + 1;
            }

            end = start;
        }

        return 0;
    }
}
