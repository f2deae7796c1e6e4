namespace Vitrine.Profiling.Tests.Shapes;

/// <summary>Tests that look at the whole process run by themselves: sessions, collections and threads of others would be in their profiles.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeProcess
{
    public const string Name = "the whole process";
}
