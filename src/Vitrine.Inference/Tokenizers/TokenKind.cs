namespace Vitrine.Inference.Tokenizers;

/// <summary>What a token stands for: the values of <c>tokenizer.ggml.token_type</c>.</summary>
public enum TokenKind
{
    /// <summary>A piece of text.</summary>
    Normal = 1,

    /// <summary>Stands for text that no token covers.</summary>
    Unknown = 2,

    /// <summary>Steers the model and has no text of its own, such as the end of a turn.</summary>
    Control = 3,

    /// <summary>A piece of text that is never split, whatever surrounds it.</summary>
    UserDefined = 4,

    /// <summary>Reserved.</summary>
    Unused = 5,

    /// <summary>One byte, written <c>&lt;0x0A&gt;</c>.</summary>
    Byte = 6,
}
