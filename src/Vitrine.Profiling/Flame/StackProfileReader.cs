using System.Buffers.Binary;
using System.IO.Compression;
using Google.Protobuf;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.Flame;

/// <summary>Reads the profile format of pprof, gzipped or bare, as any program writes it.</summary>
internal sealed class StackProfileReader
{
    // A profile of a large service is a few megabytes: more than this is a file that wants to fill the memory.
    private const int LargestBytes = 256 * 1024 * 1024;
    private const long NanosecondsPerTick = 100;

    private const string Damaged = "It is damaged, or only the beginning of a file.";

    private readonly Profile _profile;
    private readonly Dictionary<ulong, StackFrame[]> _locations = [];

    private StackProfileReader(Profile profile) => _profile = profile;

    /// <summary>Reads a profile.</summary>
    /// <exception cref="ProfileFormatException">The bytes are something else, or cut off.</exception>
    public static StackProfile Read(ReadOnlyMemory<byte> file)
    {
        try
        {
            return new StackProfileReader(Profile.Parser.ParseFrom(Unpack(file))).Resolve();
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ProfileFormatException("It is no profile in pprof's format, or only the beginning of one.", e);
        }
        catch (InvalidDataException e)
        {
            throw new ProfileFormatException(Damaged, e);
        }
    }

    private static ByteString Unpack(ReadOnlyMemory<byte> file)
    {
        var bytes = file.Span;
        if (bytes.IsEmpty) throw new ProfileFormatException("It is empty.");
        if (bytes is not [0x1f, 0x8b, _, _, ..]) return UnsafeByteOperations.UnsafeWrap(file);
        using var packed = new GZipStream(new MemoryStream(file.ToArray(), writable: false), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        var piece = new byte[81_920];
        while (packed.Read(piece) is > 0 and var read)
        {
            if (plain.Length + read > LargestBytes) throw new ProfileFormatException($"It unpacks to more than {LargestBytes / (1024 * 1024)} MiB.");
            plain.Write(piece, 0, read);
        }

        // The stream reads what there is and is content; the file's last four bytes say how much there was (RFC 1952, ISIZE).
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[^sizeof(uint)..]) != (uint)plain.Length) throw new ProfileFormatException(Damaged);
        return UnsafeByteOperations.UnsafeWrap(plain.GetBuffer().AsMemory(0, (int)plain.Length));
    }

    private StackProfile Resolve()
    {
        if (_profile.SampleType.Count == 0 || _profile.StringTable.Count == 0) throw new ProfileFormatException("It is no profile in pprof's format: it does not say what it measures.");
        ReadLocations();
        var kinds = _profile.SampleType.Select(kind => new SampleKind(Text(kind.Type), Text(kind.Unit))).ToArray();
        var chosen = Array.FindIndex(kinds, kind => kind.Name == Text(_profile.DefaultSampleType));
        return new StackProfile
        {
            Kinds = kinds,
            // Where the profile does not say, pprof takes the last.
            DefaultKind = chosen < 0 ? kinds.Length - 1 : chosen,
            Samples = [.. _profile.Sample.Select(sample => Resolve(sample, kinds.Length))],
            StartedAt = _profile.TimeNanos > 0 ? DateTimeOffset.UnixEpoch.AddTicks(_profile.TimeNanos / NanosecondsPerTick) : null,
            Duration = TimeSpan.FromTicks(Math.Max(0, _profile.DurationNanos) / NanosecondsPerTick),
            Comments = [.. _profile.Comment.Select(Text)],
        };
    }

    private StackSample Resolve(Sample sample, int kinds)
    {
        if (sample.Value.Count != kinds) throw new ProfileFormatException($"A sample has {sample.Value.Count} values where the profile names {kinds}.");
        return new StackSample([.. sample.LocationId.SelectMany(FramesOf)], [.. sample.Value], [.. sample.Label.Select(label => new KeyValuePair<string, string>(Text(label.Key), ValueOf(label)))]);
    }

    private string ValueOf(Label label) => label.Str != 0 ? Text(label.Str) : UnitText.Format(label.Num, Text(label.NumUnit));

    private StackFrame[] FramesOf(ulong location) => _locations.TryGetValue(location, out var frames) ? frames : throw new ProfileFormatException($"A sample names the location {location}, which is not there.");

    private void ReadLocations()
    {
        var functions = new Dictionary<ulong, StackFrame>();
        foreach (var function in _profile.Function) functions[function.Id] = new StackFrame(Text(function.Name), StackFrame.ModuleOf(Text(function.Name), Text(function.SystemName)));
        foreach (var location in _profile.Location)
        {
            // Inlined functions: several lines, the innermost first.
            _locations[location.Id] = location.Line.Count == 0
                ? [new StackFrame($"0x{location.Address:x}", "")]
                : [.. location.Line.Select(line => functions.TryGetValue(line.FunctionId, out var frame) ? frame : throw new ProfileFormatException($"A location names the function {line.FunctionId}, which is not there."))];
        }
    }

    private string Text(long place) => place >= 0 && place < _profile.StringTable.Count ? _profile.StringTable[(int)place] : throw new ProfileFormatException($"A text stands at place {place}, where there is none.");
}
