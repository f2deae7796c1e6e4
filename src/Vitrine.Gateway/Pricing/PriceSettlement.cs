using Vitrine.Gateway.Pipeline;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway.Pricing;

/// <summary>Writes down what a request cost. A model that the table does not know costs nothing known, and no zero is made up for it.</summary>
internal sealed class PriceSettlement(PriceTable prices) : ISettlement
{
    public void Settle(Exchange exchange)
    {
        if (exchange.Answered is null || prices.CostOf(exchange.Request!.Model, exchange.Usage) is not { } cost) return;
        exchange.Inference.Set(GatewayFacts.Cost, cost).Set(GatewayFacts.Currency, prices.Currency);
    }
}
