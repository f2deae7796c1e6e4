using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Vitrine.Forecast.Hosting;

/// <summary>
/// The memory of connections in blocks that hold the body of a prediction: it comes with one or two reads where blocks of Kestrel's own 4 KB took twenty,
/// and lies in one piece.
/// </summary>
internal sealed class LargeReads : IMemoryPoolFactory<byte>
{
    /// <inheritdoc/>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Blocks();

    private sealed class Blocks : MemoryPool<byte>
    {
        // 400 candles with their times are some 55 KB as exchanges send them.
        private const int BlockBytes = 64 * 1024;

        public override int MaxBufferSize => Shared.MaxBufferSize;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => Shared.Rent(Math.Max(minBufferSize, BlockBytes));

        protected override void Dispose(bool disposing)
        {
        }
    }
}
