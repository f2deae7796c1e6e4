using Vitrine.Telemetry.Metrics;

namespace Vitrine.Telemetry.Exposition;

/// <summary>
/// The beginnings of all lines of a family, rendered once and kept in one piece: a page reads them in order, copies each and formats a
/// number. Grows with the family; used under the scrape lock.
/// </summary>
/// <param name="linesPerSeries">1, or buckets and two for a histogram.</param>
internal sealed class LineBeginnings(int linesPerSeries)
{
    private byte[] _bytes = new byte[1024];
    private int[] _ends = new int[16];
    private int _lines;
    private int _used;

    /// <summary>The beginning of one line of one series, trailing space included.</summary>
    public ReadOnlySpan<byte> Of(int series, int line)
    {
        var index = (series * linesPerSeries) + line;
        var start = index == 0 ? 0 : _ends[index - 1];
        return _bytes.AsSpan(start, _ends[index] - start);
    }

    /// <summary>Renders the series that are new since the last page.</summary>
    /// <param name="header">The family.</param>
    /// <param name="bounds">The rendered <c>le</c> labels of a histogram, or empty.</param>
    /// <param name="cells">All series.</param>
    public void CatchUp(FamilyHeader header, ReadOnlySpan<byte[]> bounds, ReadOnlySpan<Cell> cells)
    {
        for (var series = _lines / linesPerSeries; series < cells.Length; series++)
        {
            var labels = cells[series].Labels;
            if (header is not HistogramHeader histogram)
            {
                AddSample(header.Name, labels);
                continue;
            }

            foreach (var bound in bounds) AddBucket(histogram.Bucket, labels, bound);
            AddSample(histogram.Sum, labels);
            AddSample(histogram.Count, labels);
        }
    }

    private void AddBucket(byte[] name, byte[] labels, byte[] bound)
    {
        Append(name);
        Append(labels);
        if (labels.Length > 0) Append(","u8);
        Append(bound);
        EndLine();
    }

    private void AddSample(byte[] name, byte[] labels)
    {
        Append(name);
        if (labels.Length > 0)
        {
            Append("{"u8);
            Append(labels);
            Append("}"u8);
        }

        Append(" "u8);
        EndLine();
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_used + bytes.Length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_used + bytes.Length, _bytes.Length * 2));
        bytes.CopyTo(_bytes.AsSpan(_used));
        _used += bytes.Length;
    }

    private void EndLine()
    {
        if (_lines == _ends.Length) Array.Resize(ref _ends, _lines * 2);
        _ends[_lines++] = _used;
    }
}
