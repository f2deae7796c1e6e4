namespace Vitrine.Forecast.Tests.Service;

/// <summary>Tests beside which nothing runs.</summary>
[CollectionDefinition(AllocationTests.Alone, DisableParallelization = true)]
public sealed class AloneCollection;
