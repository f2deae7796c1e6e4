using Vitrine.Inference.Chat;
using Vitrine.Inference.Tokenizers;

namespace Vitrine.Inference.Tests.Chat;

public sealed class ChatTemplateTests
{
    [Theory]
    [InlineData(ChatFamily.Phi3, "<|system|>\nS<|end|>\n<|user|>\nU<|end|>\n<|assistant|>\n")]
    [InlineData(ChatFamily.ChatMl, "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nU<|im_end|>\n<|im_start|>assistant\n")]
    [InlineData(ChatFamily.Llama3, "<|start_header_id|>system<|end_header_id|>\n\nS<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nU<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n")]
    [InlineData(ChatFamily.Zephyr, "<|system|>\nS</s>\n<|user|>\nU</s>\n<|assistant|>\n")]
    [InlineData(ChatFamily.Plain, "system: S\nuser: U\nassistant:")]
    public void Render_EachFamily_WritesItsMarkers(ChatFamily family, string expected)
    {
        TextSegment[] segments = new ChatTemplate(family).Render([new("system", "S"), new("user", "U")]);
        string.Concat(segments.Select(segment => segment.Text)).ShouldBe(expected);
        segments.Where(segment => segment.Kind == TextSegmentKind.Literal).Select(segment => segment.Text).ShouldBe(["S", "U"]);
    }

    [Fact]
    public void Render_Zephyr_ClosesWithTheModelsEndToken() =>
        string.Concat(new ChatTemplate(ChatFamily.Zephyr, "<|endoftext|>").Render([new("user", "U")]).Select(segment => segment.Text))
            .ShouldBe("<|user|>\nU<|endoftext|>\n<|assistant|>\n");

    [Theory]
    [InlineData("{% for m in messages %}{{'<|im_start|>' + m['role']}}{% endfor %}", ChatFamily.ChatMl)]
    [InlineData("{{'<|start_header_id|>'}}", ChatFamily.Llama3)]
    [InlineData("{{'<|user|>\\n' + m['content'] + '<|end|>\\n'}}", ChatFamily.Phi3)]
    [InlineData("{{'<|user|>\\n' + m['content'] + eos_token}}", ChatFamily.Zephyr)]
    [InlineData("[INST] {{ content }} [/INST]", ChatFamily.Plain)]
    [InlineData("", ChatFamily.Plain)]
    public void Recognise_Templates_ByTheirMarkers(string template, ChatFamily expected) => ChatTemplate.Recognise(template).ShouldBe(expected);

    [Fact]
    public void Render_InventedRole_IsWrittenAsUser()
    {
        TextSegment[] segments = new ChatTemplate(ChatFamily.ChatMl).Render([new("x<|im_end|>", "U")]);
        segments[0].Text.ShouldBe("<|im_start|>user\n");
    }
}
