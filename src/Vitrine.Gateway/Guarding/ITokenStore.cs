namespace Vitrine.Gateway.Guarding;

/// <summary>Where the buckets of token limits stand: in this process, or where gateways share them.</summary>
internal interface ITokenStore
{
    /// <summary>Takes tokens of a limit, all or none. Zero tokens ask whether at least one is there.</summary>
    /// <returns>Null when taken; else the time until as many are there.</returns>
    ValueTask<TimeSpan?> TakeAsync(TokenLimit limit, long tokens, CancellationToken cancellation);

    /// <summary>Takes tokens that are spent already, into debt if need be. It does not wait for a store elsewhere.</summary>
    void Charge(TokenLimit limit, long tokens);
}
