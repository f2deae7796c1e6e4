using Vitrine.Profiling.Tests.Pprof;
using Vitrine.Profiling.Tests.Shapes;

namespace Vitrine.Profiling.Tests.Exceptions;

[Collection(WholeProcess.Name)]
public sealed class ExceptionsProfileTests
{
    [Fact]
    public async Task Exceptions_OfKnownOnes_AreCountedByStackAndTypeWithoutMessages()
    {
        using var capture = await Capture.DuringAsync("exceptions", () => KnownShapes.ThrowAndCatch(137));
        var thrown = await GoPprof.AmountsAsync("", $"-tagfocus=type={typeof(KnownException).FullName}", capture.File);
        thrown["Vitrine.Profiling.Tests.Shapes.KnownShapes.Throw"].Flat.ShouldBe(137);
        capture.Profile.StringTable.ShouldNotContain(text => text.Contains("customer"));
    }
}
