using Vitrine.Inference.Generation;
using Vitrine.Inference.Gguf;
using Vitrine.Inference.Tensors;
using Vitrine.Inference.Tests.Models;

namespace Vitrine.Inference.Tests.Generation;

public sealed class QuantisationLabelTests
{
    [Theory]
    [InlineData("random-q4_k_m.gguf", "Q4_K_M")]
    [InlineData("random-bf16.gguf", "BF16")]
    [InlineData("random-q8_0.gguf", "Q8_0")]
    public void Load_GoldenModel_TellsItsRecipeOrType(string model, string expected)
    {
        using TextEngine engine = TextEngine.Load(TestFiles.Data(model), new EngineOptions());
        engine.Info.Quantisation.ShouldBe(expected);
    }

    [Theory]
    [InlineData(TensorType.Q4_K, 14u, "Q4_K_S")]
    [InlineData(TensorType.Q6_K, 18u, "Q6_K")]
    [InlineData(TensorType.F16, 15u, "F16")]
    public void Of_FileType_IsBelievedOnlyWithSuchTensors(TensorType type, uint fileType, string expected)
    {
        using TemporaryFile path = TestFiles.Write(new GgufWriter().Add("general.file_type", fileType).Add("w", type, new float[256], 256).ToArray());
        using GgufFile file = GgufFile.Open(path.Path);
        QuantisationLabel.Of(file).ShouldBe(expected);
    }
}
