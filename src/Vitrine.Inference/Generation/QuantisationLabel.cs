using Vitrine.Inference.Gguf;
using Vitrine.Inference.Tensors;

namespace Vitrine.Inference.Generation;

/// <summary>The name that people know a model's storage by: <c>F16</c>, <c>Q8_0</c>, or the recipe of a mixed file, <c>Q4_K_M</c>.</summary>
internal static class QuantisationLabel
{
    /// <summary>
    /// The recipe that the file names in <c>general.file_type</c> (llama.h, <c>enum llama_ftype</c>), if its tensors bear that out; otherwise the type
    /// that holds most of the bytes.
    /// </summary>
    public static string Of(GgufFile file)
    {
        string? recipe = file.Metadata.TryGet("general.file_type", out long type) ? type switch { 14 => "Q4_K_S", 15 => "Q4_K_M", _ => null } : null;
        return recipe is not null && file.Tensors.Any(tensor => tensor.Type == TensorType.Q4_K)
            ? recipe
            : file.Tensors.GroupBy(tensor => tensor.Type).MaxBy(group => group.Sum(tensor => tensor.SizeBytes))!.Key.ToString();
    }
}
