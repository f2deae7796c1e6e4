namespace Vitrine.Profiling.Tests.Shapes;

/// <summary>An object of 40 bytes: a header, a type, three numbers.</summary>
internal sealed class KnownObject
{
    public long First = 1, Second = 2, Third = 3;
}
