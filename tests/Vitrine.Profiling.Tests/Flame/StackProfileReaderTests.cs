using Google.Protobuf;
using Vitrine.Profiling.Flame;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.Tests.Flame;

public sealed class StackProfileReaderTests
{
    private static readonly byte[] s_file = SampleFile.Of("main;Shop.dll!Shop.Cart.Add 30|model=tiny", "main;libc.so.6!read 10").Packed();

    [Fact]
    public void Read_Profile_ResolvesNamesModulesValuesAndLabels()
    {
        var profile = StackProfileReader.Read(s_file);

        profile.Kinds.ShouldBe([new SampleKind("samples", "count"), new SampleKind("cpu", "nanoseconds")]);
        profile.DefaultKind.ShouldBe(1);
        profile.TotalOf(1).ShouldBe(40_000_000);
        profile.Duration.ShouldBe(TimeSpan.FromSeconds(2));
        profile.Comments.ShouldBe(["written by hand"]);
        profile.Samples[0].Stack[0].ShouldBe(new StackFrame("Shop.Cart.Add", "Shop"));
        profile.Samples[0].Labels.ShouldBe([new("model", "tiny")]);
        profile.Samples[1].Stack[0].IsNative.ShouldBeTrue();
    }

    [Fact]
    public void Read_InlinedFunctions_StandAboveTheirCaller()
    {
        var profile = SampleFile.Of("main;inlined 10", "caller 10");
        var location = profile.Location.Single(each => each.Id == profile.Sample[0].LocationId[0]);
        location.Line.Add(new Line { FunctionId = profile.Sample[1].LocationId[0] });

        StackProfileReader.Read(profile.ToByteArray()).Samples[0].Stack.Select(frame => frame.Name).ShouldBe(["inlined", "caller", "main"]);
    }

    [Fact]
    public void Read_DefaultSampleType_IsLookedAtFirst()
    {
        var profile = SampleFile.Of("main 10");
        profile.DefaultSampleType = profile.SampleType[0].Type;

        StackProfileReader.Read(profile.ToByteArray()).DefaultKind.ShouldBe(0);
    }

    [Theory]
    [InlineData("", "It is empty.")]
    [InlineData("<!doctype html><title>no</title>", "no profile")]
    [InlineData("goroutine profile: total 3", "no profile")]
    public void Read_SomethingElse_SaysSo(string text, string expected) =>
        Should.Throw<ProfileFormatException>(() => StackProfileReader.Read(System.Text.Encoding.UTF8.GetBytes(text))).Message.ShouldContain(expected);

    [Fact]
    public void Read_CutAtEveryByte_SaysSo()
    {
        for (var length = 0; length < s_file.Length; length++) Should.Throw<ProfileFormatException>(() => StackProfileReader.Read(s_file.AsMemory(0, length)), $"{length} of {s_file.Length} bytes");
    }

    [Fact]
    public void Read_AnyByteChanged_ReadsOrSaysSo()
    {
        var plain = SampleFile.Of("main;Shop.dll!Shop.Cart.Add 30|model=tiny", "main;libc.so.6!read 10").ToByteArray();
        var random = new Random(7);
        for (var turn = 0; turn < 20_000; turn++)
        {
            var damaged = plain.ToArray();
            for (var change = 0; change <= turn % 3; change++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                var profile = StackProfileReader.Read(damaged);
                _ = FlameSvg.Of(profile, profile.DefaultKind, "damaged");
            }
            catch (ProfileFormatException)
            {
                // Said so.
            }
        }
    }
}
