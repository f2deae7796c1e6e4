using System.Text.RegularExpressions;

namespace Vitrine.ModelServer.Models;

/// <summary>The id of a model: its file's name without extension, and without the part number of a split file.</summary>
internal static partial class ModelName
{
    /// <summary>The id of the model in a file.</summary>
    public static string Of(string path) => PartNumber().Replace(Path.GetFileNameWithoutExtension(path), "");

    [GeneratedRegex(@"-\d{5}-of-\d{5}$", RegexOptions.CultureInvariant)]
    private static partial Regex PartNumber();
}
