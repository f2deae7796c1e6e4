namespace Vitrine.ModelServer.Tokenize;

/// <summary>A checked request to count the tokens of a text.</summary>
/// <param name="Model">The model that is asked for.</param>
/// <param name="Input">The text.</param>
internal sealed record TokenizeRequest(string Model, string Input);
