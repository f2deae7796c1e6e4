using Vitrine.Gateway.Pipeline;
using Vitrine.Gateway.Pricing;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Gateway.Tests.Pricing;

public sealed class PriceTableTests
{
    [Fact]
    public void CostOf_KnownModel_CountsCachedTokensApart()
    {
        var prices = PriceTable.Parse("prices.yaml", """
            currency: USD
            models:
              llama: { input: 2, cached-input: 0.5, output: 6 }
              plain: { input: 1 }
            """);
        prices.Currency.ShouldBe("USD");
        prices.CostOf("llama", new TokenUsage { Input = 1_000_000, Cached = 400_000, Output = 500_000 })!.Value.ShouldBe(1.2 + 0.2 + 3, tolerance: 1e-9);
        prices.CostOf("plain", new TokenUsage { Input = 500_000, Cached = 900_000, Output = 7 })!.Value.ShouldBe(0.5, tolerance: 1e-9);
        prices.CostOf("other", new TokenUsage { Input = 1 }).ShouldBeNull();
    }

    [Fact]
    public void Parse_ExampleOfTheFormatsPage_IsRead()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Pricing", "prices.md"));
        var prices = PriceTable.Parse("prices.md", page.Split("```yaml\n")[1].Split("```")[0]);
        prices.Currency.ShouldBe("USD");
        prices.CostOf("llama2-7b", new TokenUsage { Input = 1_000_000, Output = 1_000_000 })!.Value.ShouldBe(0.40, tolerance: 1e-9);
        prices.CostOf("deepseek", new TokenUsage { Input = 1_000_000, Cached = 1_000_000 })!.Value.ShouldBe(0.14, tolerance: 1e-9);
    }

    [Theory]
    [InlineData("models: { a: { input: 1 } }", "prices.yaml:1:1: currency: is missing.")]
    [InlineData("currency: USD", "prices.yaml:1:1: models: is missing: write the models and what a million of their tokens costs.")]
    [InlineData("currency: USD\nmodels:\n  a: { input: cheap }", "prices.yaml:3:15: models.a.input: must be what a million tokens cost, 0 or more, not 'cheap'.")]
    [InlineData("currency: USD\nmodels:\n  a: { inputs: 1 }", "prices.yaml:3:8: models.a.inputs: is not known here. Did you mean 'input'?")]
    public void Parse_SomethingWrong_SaysWhereAndWhat(string text, string error) =>
        Should.Throw<DocumentException>(() => PriceTable.Parse("prices.yaml", text)).Errors[0].ToString().ShouldBe(error);
}
