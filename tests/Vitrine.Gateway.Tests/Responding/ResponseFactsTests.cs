using Vitrine.Gateway.Pipeline;
using Vitrine.Gateway.Responding;

namespace Vitrine.Gateway.Tests.Responding;

public sealed class ResponseFactsTests
{
    [Theory]
    [InlineData(12L, 3L, 5, 12, 3, false)]
    [InlineData(null, null, 5, 7, 5, true)]
    [InlineData(12L, null, 5, 12, 5, true)]
    [InlineData(12L, null, 0, 12, 0, false)]
    [InlineData(null, null, 0, 7, 0, true)]
    public void WriteTo_WhatTheUpstreamSaid_GoesBeforeWhatWasCounted(long? saidInput, long? saidOutput, long counted, long input, long output, bool estimated)
    {
        var usage = new TokenUsage { Input = 7 };
        new ResponseFacts { InputTokens = saidInput, OutputTokens = saidOutput }.WriteTo(ref usage, counted);
        (usage.Input, usage.Output, usage.IsEstimated).ShouldBe((input, output, estimated));
    }
}
