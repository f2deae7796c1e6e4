using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Packs;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Tests.Packs;

/// <summary>Wrong packs, each with what must be said of it. The cases stand in a text file: a pack, a line of dashes, the expected messages.</summary>
public sealed class PackErrorTests
{
    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Packs", "PackErrors.txt"));
            foreach (var block in text.Split("=== ", StringSplitOptions.RemoveEmptyEntries).Skip(1))
            {
                var lines = block.Split('\n', 2);
                var parts = lines[1].Split("\n---\n", 2);
                cases.Add(lines[0].Trim(), parts[0], parts[1].Trim());
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Load_WrongPack_SaysEveryErrorWithItsPlace(string name, string yaml, string expected)
    {
        name.ShouldNotBeEmpty();
        var errors = ErrorsOf(yaml);
        var said = string.Join("\n", errors.Select(error => error.ToString().TrimEnd()));
        if (said != expected) Assert.Fail($"Expected:\n{expected}\nbut it said:\n{said}");
    }

    [Fact]
    public void Load_EveryEmbeddedPack_HasNoErrorsAgainstTheHouseVocabulary()
    {
        var store = new PackStore();
        store.Names.ShouldContain("kronk");
        foreach (var name in store.Names)
        {
            using var telemetry = new VitrineTelemetry(new TelemetryOptions { Kinds = HouseVocabulary.All, Packs = [store.Load(name)] });
            telemetry.Reports[0].Missing.ShouldBeEmpty($"pack {name}");
        }
    }

    [Fact]
    public void Reports_KindsThatNobodyDeclares_AreMissingAndNotShown()
    {
        using var telemetry = new VitrineTelemetry(new TelemetryOptions { Kinds = [HttpKinds.Http], Packs = [new PackStore().Load("kronk")] });
        telemetry.Reports[0].Missing.ShouldContain("model_load_avg");
        telemetry.Reports[0].Driven.ShouldContain("requests");
    }

    private static IReadOnlyList<DocumentError> ErrorsOf(string yaml)
    {
        try
        {
            using var telemetry = new VitrineTelemetry(new TelemetryOptions { Kinds = HouseVocabulary.All, Packs = [Pack.Parse("p.yaml", yaml)] });
            return [];
        }
        catch (DocumentException e)
        {
            return e.Errors;
        }
    }
}
