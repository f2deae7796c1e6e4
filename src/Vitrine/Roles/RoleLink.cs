namespace Vitrine.Roles;

/// <summary>A row of the table that <c>vitrine up</c> prints.</summary>
/// <param name="Title">What a person finds there.</param>
/// <param name="Url">Where.</param>
internal sealed record RoleLink(string Title, string Url);
