using System.IO.Compression;
using Google.Protobuf;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.Tests.Flame;

/// <summary>Profiles written by hand: stacks from the root on, as <c>A;B;C 10</c>, with labels behind.</summary>
internal static class SampleFile
{
    /// <summary>A profile of CPU time, in milliseconds here and in nanoseconds there. A name may bring its module: <c>Shop.dll!Shop.Cart.Add</c>.</summary>
    public static Profile Of(params string[] lines)
    {
        var profile = new Profile { TimeNanos = 1_790_000_000_000_000_000, DurationNanos = 2_000_000_000 };
        profile.StringTable.Add("");
        profile.SampleType.Add(new SampleType { Type = Text("samples"), Unit = Text("count") });
        profile.SampleType.Add(new SampleType { Type = Text("cpu"), Unit = Text("nanoseconds") });
        profile.Comment.Add(Text("written by hand"));
        foreach (var line in lines)
        {
            var parts = line.Split('|');
            var end = parts[0].TrimEnd().LastIndexOf(' ');
            var milliseconds = long.Parse(parts[0][end..], System.Globalization.CultureInfo.InvariantCulture);
            var sample = new Sample { Value = { milliseconds / 10, milliseconds * 1_000_000 } };
            sample.LocationId.AddRange(parts[0][..end].Split(';').Reverse().Select(Location));
            foreach (var label in parts.Skip(1).Select(label => label.Trim().Split('='))) sample.Label.Add(new Label { Key = Text(label[0]), Str = Text(label[1]) });
            profile.Sample.Add(sample);
        }

        return profile;

        long Text(string text)
        {
            var place = profile.StringTable.IndexOf(text);
            if (place >= 0) return place;
            profile.StringTable.Add(text);
            return profile.StringTable.Count - 1;
        }

        ulong Location(string name)
        {
            var plain = name[(name.IndexOf('!', StringComparison.Ordinal) + 1)..];
            if (profile.Function.FirstOrDefault(function => function.Name == Text(plain)) is { } known) return known.Id;
            var id = (ulong)profile.Function.Count + 1;
            profile.Function.Add(new Function { Id = id, Name = Text(plain), SystemName = Text(name) });
            profile.Location.Add(new Location { Id = id, Address = id, Line = { new Line { FunctionId = id, Line_ = 1 } } });
            return id;
        }
    }

    /// <summary>As a file holds it.</summary>
    public static byte[] Packed(this Profile profile)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal)) profile.WriteTo(gzip);
        return bytes.ToArray();
    }
}
