using System.Text;

namespace Vitrine.Gateway.Objects;

/// <summary>Names of objects that nobody named: lower-case letters, digits and dashes, as Kubernetes wants them.</summary>
internal static class EndpointNames
{
    private const int Longest = 63;

    /// <summary>A pod's name from its address: <c>10-0-0-7-8000</c>.</summary>
    public static string Of(Uri address) => Of($"{address.Host}:{address.Port}");

    /// <summary>A name from any text, such as a model's: <c>meta-llama/Llama-3.1</c> becomes <c>meta-llama-llama-3-1</c>.</summary>
    public static string Of(string text)
    {
        var name = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            var lower = char.ToLowerInvariant(character);
            if (char.IsAsciiLetterLower(lower) || char.IsAsciiDigit(lower)) name.Append(lower);
            else if (name.Length > 0 && name[^1] != '-') name.Append('-');
            if (name.Length == Longest) break;
        }

        var trimmed = name.ToString().Trim('-');
        return trimmed.Length > 0 ? trimmed : "unnamed";
    }
}
