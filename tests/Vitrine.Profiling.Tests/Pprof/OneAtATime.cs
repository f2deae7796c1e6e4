namespace Vitrine.Profiling.Tests.Pprof;

/// <summary>Tests that capture profiles of the test process, which answers one reader of each profile at a time: they run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class OneAtATime : ICollectionFixture<ProfiledService>
{
    public const string Name = "captures";
}
