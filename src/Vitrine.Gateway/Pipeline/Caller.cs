namespace Vitrine.Gateway.Pipeline;

/// <summary>Who asks: the fairness and audit identity.</summary>
/// <param name="Name">The <c>sub</c> of a verified token, the name of an API key, or a trusted header's value; empty for nobody known.</param>
internal readonly record struct Caller(string Name)
{
    /// <summary>Nobody known.</summary>
    public static readonly Caller Unknown = new("");

    /// <summary>Whether somebody is known.</summary>
    public bool IsKnown => Name.Length > 0;
}
