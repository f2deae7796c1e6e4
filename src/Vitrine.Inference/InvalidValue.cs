namespace Vitrine.Inference;

/// <summary>A setting that is out of range, as data for an error message.</summary>
/// <param name="Name">The setting's name as clients write it, such as <c>top_p</c>.</param>
/// <param name="Value">What was given.</param>
/// <param name="Accepted">What is accepted, in words.</param>
public sealed record InvalidValue(string Name, string Value, string Accepted);
