namespace Vitrine.Gateway.Objects;

/// <summary>One target of a rule.</summary>
/// <param name="ModelServer">The model server's name, in the route's namespace.</param>
/// <param name="Weight">Its share, 0 to 100, against those of its rule.</param>
internal sealed record TargetModel(string ModelServer, int Weight);
