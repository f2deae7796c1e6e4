using System.Globalization;
using Vitrine.Gateway.Pipeline;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Gateway.Pricing;

/// <summary>What models cost, from a file that its user keeps; <c>docs/format/prices.md</c> shows it. Immutable.</summary>
internal sealed class PriceTable
{
    private const double Million = 1e6;
    private readonly Dictionary<string, ModelPrice> _prices;

    private PriceTable(string currency, Dictionary<string, ModelPrice> prices) => (Currency, _prices) = (currency, prices);

    /// <summary>The currency, as the file names it: <c>USD</c>.</summary>
    public string Currency { get; }

    /// <summary>Reads a table.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="DocumentException">Something in it is wrong; every error is told.</exception>
    public static PriceTable Parse(string file, string text)
    {
        var source = YamlSource.Parse(file, text);
        var root = source.Root;
        var currency = root.RequiredText("currency");
        var prices = new Dictionary<string, ModelPrice>(StringComparer.Ordinal);
        if (root.Map("models") is { } models)
        {
            foreach (var name in models.Keys)
            {
                if (models.Map(name) is { } model) prices[name] = Read(model);
            }
        }
        else if (!source.IsBroken) root.Error("models", "is missing: write the models and what a million of their tokens costs.");

        root.Done();
        source.ThrowIfWrong();
        return new PriceTable(currency, prices);
    }

    /// <summary>What a request costs, or null when the table does not know its model.</summary>
    public double? CostOf(string model, in TokenUsage usage)
    {
        if (!_prices.TryGetValue(model, out var price)) return null;
        var cached = Math.Min(usage.Cached, usage.Input);
        return (((usage.Input - cached) * price.Input) + (cached * price.CachedInput) + (usage.Output * price.Output)) / Million;
    }

    private static ModelPrice Read(YamlMap model)
    {
        var input = Price(model, "input") ?? 0;
        var price = new ModelPrice(input, Price(model, "cached-input") ?? input, Price(model, "output") ?? 0);
        model.Done();
        return price;
    }

    private static double? Price(YamlMap model, string key)
    {
        if (model.Text(key) is not { } text) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var price) && price is >= 0 and <= 1e9) return price;
        model.Error(key, $"must be what a million tokens cost, 0 or more, not '{text}'.");
        return null;
    }
}
