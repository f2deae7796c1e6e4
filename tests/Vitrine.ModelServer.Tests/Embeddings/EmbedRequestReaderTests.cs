using Vitrine.ModelServer.Embeddings;
using Vitrine.ModelServer.Tests.Support;

namespace Vitrine.ModelServer.Tests.Embeddings;

public sealed class EmbedRequestReaderTests
{
    [Fact]
    public void Read_BadRequests_NameTheFieldAndWhatIsAccepted() =>
        BadRequestFile.Failures("Embeddings/bad-requests.txt", body => EmbedRequestReader.Read(body, maxInputs: 3).Error).ShouldBeEmpty();

    [Fact]
    public void Read_EverythingAccepted_IsRead()
    {
        var (request, error) = EmbedRequestReader.Read("""{"model":"m","input":["a",[1,2]],"encoding_format":"base64","dimensions":8,"user":"u"}"""u8, maxInputs: 3);
        error.ShouldBeNull();
        request!.Model.ShouldBe("m");
        request.Inputs[0].Text.ShouldBe("a");
        request.Inputs[1].Tokens.ShouldBe([1, 2]);
        (request.IsBase64, request.Dimensions).ShouldBe((true, 8));
    }

    [Fact]
    public void Read_TruncatedAtEveryByte_IsRefusedAndNeverThrows()
    {
        var whole = """{"model":"m","input":["a",[1,2]],"encoding_format":"base64","dimensions":8}"""u8.ToArray();
        for (var length = 0; length < whole.Length; length++)
        {
            EmbedRequestReader.Read(whole.AsSpan(0, length), 3).Error.ShouldNotBeNull($"the first {length} bytes were accepted");
        }
    }
}
