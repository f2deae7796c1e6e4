using System.Text;
using Vitrine.Web.Upstream;

namespace Vitrine.Web.Tests.Upstream;

public sealed class ModelListReaderTests
{
    [Fact]
    public void Read_HousesAndLlamaServersLists_TellMore()
    {
        var models = Read("""
            {"object":"list","data":[
              {"id":"tiny","created":1700000000,"size":2048,"model_family":"llama","quantisation":"Q8_0","parameters":1000},
              {"id":"llama","created":0,"meta":{"n_params":1235814432,"size":1321082688}},
              {"id":""},{"id":7},{},3]}
            """);
        models.ShouldBe(
        [
            new OfferedModel("tiny") { Created = 1700000000, SizeBytes = 2048, Architecture = "llama", Quantization = "Q8_0", Parameters = 1000 },
            new OfferedModel("llama") { Parameters = 1235814432, SizeBytes = 1321082688 },
        ]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"data":[{"id":"\ud800"}]}""")]
    public void Read_NoList_IsNull(string json) => Read(json).ShouldBeNull();

    private static IReadOnlyList<OfferedModel>? Read(string json) => ModelListReader.Read(Encoding.UTF8.GetBytes(json));
}
