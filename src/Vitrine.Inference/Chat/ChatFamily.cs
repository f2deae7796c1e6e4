namespace Vitrine.Inference.Chat;

/// <summary>The layouts of a conversation that are recognised in <c>tokenizer.chat_template</c>.</summary>
public enum ChatFamily
{
    /// <summary>No template, or an unknown one: <c>role: content</c> lines.</summary>
    Plain,

    /// <summary><c>&lt;|user|&gt;\n…&lt;|end|&gt;\n&lt;|assistant|&gt;\n</c></summary>
    Phi3,

    /// <summary><c>&lt;|im_start|&gt;user\n…&lt;|im_end|&gt;\n&lt;|im_start|&gt;assistant\n</c></summary>
    ChatMl,

    /// <summary><c>&lt;|start_header_id|&gt;user&lt;|end_header_id|&gt;\n\n…&lt;|eot_id|&gt;</c></summary>
    Llama3,

    /// <summary><c>&lt;|user|&gt;\n…&lt;/s&gt;\n&lt;|assistant|&gt;\n</c></summary>
    Zephyr,
}
