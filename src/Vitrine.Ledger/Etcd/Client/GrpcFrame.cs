using System.Buffers.Binary;
using Google.Protobuf;

namespace Vitrine.Ledger.Etcd.Client;

/// <summary>
/// How gRPC puts messages on the wire: a byte that says whether it is compressed (never, here), four of length, big-endian, and the message.
/// https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
/// </summary>
internal static class GrpcFrame
{
    private const int HeaderBytes = 5;

    /// <summary>A frame with a message.</summary>
    public static byte[] Of(IMessage message)
    {
        var size = message.CalculateSize();
        var frame = new byte[HeaderBytes + size];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), size);
        message.WriteTo(frame.AsSpan(HeaderBytes));
        return frame;
    }

    /// <summary>The next message of a stream; default at its end. The message may keep the array it was read into: it is not pooled.</summary>
    /// <exception cref="IOException">The stream ends within a frame, or what comes is no frame, or one beyond the limit.</exception>
    public static async Task<T?> ReadAsync<T>(Stream stream, MessageParser<T> parser, int limitBytes, CancellationToken cancellationToken)
        where T : class, IMessage<T>
    {
        var header = new byte[HeaderBytes];
        if (await stream.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellationToken) is var read && read < HeaderBytes)
        {
            return read == 0 ? null : throw new IOException("etcd's answer ends within a frame.");
        }

        var size = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(1));
        if (header[0] != 0 || size > limitBytes) throw new IOException($"etcd's answer is compressed or larger than {limitBytes} bytes.");
        var message = new byte[size];
        await stream.ReadExactlyAsync(message, cancellationToken);
        return parser.ParseFrom(UnsafeByteOperations.UnsafeWrap(message));
    }
}
