"""A tiny model whose tokenizer is byte-level BPE, and the texts that its goldens compare.

SPDX-License-Identifier: Apache-2.0
"""
import gguf

MERGES = "tests/Vitrine.Inference.Tests/Data/bpe-merges.txt"
FAMILIES = ["gpt-2", "llama-bpe", "qwen2"]
CONTROLS = ["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"]
WIDTH = 32

# With (text, True) special tokens are recognised.
TEXTS = [(text, False) for text in [
    "", " ", "  ", "   ", "a", " a", "  a", "   a  ", "hello world", "Hello, World!", "the queue of the server", "a\nb\n\n c\r\n", "\n", "\n\n\n", " \n \n x", "\r\n\r\n",
    "\t tabs\tand \\ back\t\t", "I'm you're it's we'll they'd I've don't", "I'M YOU'RE IT'S WE'LL THEY'D I'VE DON'T", "'s'S's'", "'' 'tis 'x", "a'b's'",
    "1", "12", "123", "1234", "12345", "1234567890", " 1 12 1234", "3.14159 -42% 1e10 0x7f", "p99=250ms; 16/64 KiB", "v1.2.3-rc4", "x1y22z333",
    "if (a < b) { return a[i] + 1; } // why?", "{\"json\": [1, 2.5e-3]}", "!!! ???\n...\n\n---", " !\n\n!", "$$$ @user #tag __init__ a_b-c", "https://example.org/a?b=c&d=%20",
    "naïve café – 42% “quoted” …", "e\u0301 n\u0303 combining", "привет, мир", "ΑΒΓ αβγ", "こんにちは世界", "中文字符。测试", "한국어 문장", "हिन्दी में", "ไทย", "العربية ١٢٣", "שלום",
    "👋 hi 🙂👨‍👩‍👧🏽 🇩🇪", "𝒜𝓑 𠮷野家 𝟏𝟐𝟑𝟒", "½ ² Ⅷ ③ ٣٤٥٦", "\u00a0nbsp\u2003em\u3000wide\u2028line\u0085next", "a\u200bb\ufeffc\u00adsoft", "\u0001\u0007\u007f\u001b[0m", "\ufffd\ue000\U000f0000",
    "x" * 100, " " * 40 + "x", "a " * 30, "the the  the   the\n the\n\nthe", "CamelCaseNames snake_case_names", "'re're 'LL'll", "don’t it’s", "\x1c\x1d\x1e\x1f", "\u180e \u2060",
    "<|begin_of_text|>hi<|eot_id|>", "ſ'ſ K'K", "ǅ ʰ ª º", "a\u0308\u0308 \u0308", "_ __ ___", " 's", "  's", "\n's", "1's 2'S", "…'t", "a  1", "a \n 1", "\u3000\u3000x", " \u3000x", "\u0345x",
]] + [(text, True) for text in [
    "<|begin_of_text|>hi<|eot_id|>", "<|start_header_id|>user<|end_header_id|>\n\nWhy? <|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
    " <|eot_id|> x", "<|eot_id|><|eot_id|>", "the<|eot_id|>the", "<|eot_id", "a<|end_of_text|>\n\n\n<|eot_id|> 's",
]]


def alphabet():
    """The character that stands for each byte: itself where it prints, otherwise the next one from U+0100 on."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return [chr(byte if byte in printable else 256 + others.index(byte)) for byte in range(256)]


ALPHABET = alphabet()


def spell(text):
    """The bytes of a text in the alphabet."""
    return "".join(ALPHABET[byte] for byte in text.encode())


def write(path, family, merges):
    """Writes a model of zeros: only its tokenizer is of interest."""
    tokens = [*ALPHABET, *dict.fromkeys(merge.replace(" ", "") for merge in merges), *CONTROLS]
    zeros = lambda *shape: (shape, gguf.F32, bytes(4 * (shape[0] * shape[1] if len(shape) == 2 else shape[0])))
    metadata = {
        "general.architecture": (gguf.STRING, "llama"),
        "llama.context_length": (4, 64), "llama.embedding_length": (4, WIDTH), "llama.feed_forward_length": (4, WIDTH), "llama.block_count": (4, 1),
        "llama.attention.head_count": (4, 1), "llama.attention.head_count_kv": (4, 1), "llama.attention.layer_norm_rms_epsilon": (6, 1e-5),
        "llama.rope.dimension_count": (4, WIDTH), "tokenizer.ggml.model": (gguf.STRING, "gpt2"), "tokenizer.ggml.pre": (gguf.STRING, family),
        "tokenizer.ggml.tokens": (gguf.ARRAY, (gguf.STRING, tokens)), "tokenizer.ggml.merges": (gguf.ARRAY, (gguf.STRING, merges)),
        "tokenizer.ggml.token_type": (gguf.ARRAY, (5, [1] * (len(tokens) - len(CONTROLS)) + [3] * len(CONTROLS))),
        "tokenizer.ggml.bos_token_id": (4, len(tokens) - 5), "tokenizer.ggml.eos_token_id": (4, len(tokens) - 4),
    }
    square = ["attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"]
    gguf.write(path, metadata, [
        ("token_embd.weight", *zeros(WIDTH, len(tokens))), ("output_norm.weight", *zeros(WIDTH)),
        *[(f"blk.0.{name}.weight", *zeros(WIDTH, WIDTH)) for name in square], *[(f"blk.0.{name}.weight", *zeros(WIDTH)) for name in ("attn_norm", "ffn_norm")],
    ])
