namespace Vitrine.Scenarios.Coverage;

/// <summary>How a pack's report names what is no family.</summary>
internal static class SignalNames
{
    public const string Line = "line ";
    public const string Span = "span ";
}
