namespace Vitrine.Ledger.Tests.Files;

/// <summary>Tests beside which nothing runs.</summary>
[CollectionDefinition(AppendBudgetTests.Alone, DisableParallelization = true)]
public sealed class AloneCollection;
