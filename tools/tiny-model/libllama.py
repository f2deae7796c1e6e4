"""llama.cpp's own library through ctypes: only what check.py and evaluate.py need.

The folder that holds it comes from `npm install --ignore-scripts @node-llama-cpp/linux-x64@3.22.1`, run outside of the repository:
node_modules/@node-llama-cpp/linux-x64/bins/linux-x64. The offsets below belong to exactly that version.
SPDX-License-Identifier: Apache-2.0
"""
import ctypes as c
from pathlib import Path

import torch

from tokenizer import SIZE

# Positions, in units of 4 bytes, inside llama_context_params of this version.
N_CTX, N_THREADS, N_THREADS_BATCH = 0, 7, 8
EXPECTED_DEFAULTS = {N_CTX: 512, N_THREADS: 4, N_THREADS_BATCH: 4}


class Params(c.Structure):
    """Larger than any parameter struct, filled by the library's own defaults and passed by value."""
    _fields_ = [("words", c.c_uint64 * 64)]


class Batch(c.Structure):
    _fields_ = [("count", c.c_int32), ("tokens", c.POINTER(c.c_int32)), ("embeddings", c.c_void_p), ("positions", c.c_void_p),
                ("sequence_counts", c.c_void_p), ("sequences", c.c_void_p), ("wanted", c.c_void_p)]


class Message(c.Structure):
    _fields_ = [("role", c.c_char_p), ("content", c.c_char_p)]


class LibLlama:
    """The few functions that the check needs."""

    def __init__(self, folder, gguf):
        libraries = [c.CDLL(str(next(Path(folder).glob(pattern))), mode=c.RTLD_GLOBAL) for pattern in ("libggml-base*.so*", "libggml.*so*", "libllama.*so*")]
        self.api = api = libraries[-1]
        libraries[1].ggml_backend_load_all_from_path(str(folder).encode())
        self._keep = c.CFUNCTYPE(None, c.c_int, c.c_char_p, c.c_void_p)(lambda *_: None)
        api.llama_log_set(self._keep, None)
        api.llama_model_default_params.restype = api.llama_context_default_params.restype = Params
        for name, result, arguments in [
            ("llama_model_load_from_file", c.c_void_p, [c.c_char_p, Params]), ("llama_init_from_model", c.c_void_p, [c.c_void_p, Params]),
            ("llama_model_get_vocab", c.c_void_p, [c.c_void_p]), ("llama_decode", c.c_int32, [c.c_void_p, Batch]),
            ("llama_tokenize", c.c_int32, [c.c_void_p, c.c_char_p, c.c_int32, c.POINTER(c.c_int32), c.c_int32, c.c_bool, c.c_bool]),
            ("llama_batch_get_one", Batch, [c.POINTER(c.c_int32), c.c_int32]), ("llama_get_logits_ith", c.POINTER(c.c_float), [c.c_void_p, c.c_int32]),
            ("llama_get_memory", c.c_void_p, [c.c_void_p]), ("llama_memory_clear", None, [c.c_void_p, c.c_bool]),
            ("llama_vocab_is_eog", c.c_bool, [c.c_void_p, c.c_int32]), ("llama_model_chat_template", c.c_char_p, [c.c_void_p, c.c_char_p]),
            ("llama_chat_apply_template", c.c_int32, [c.c_char_p, c.POINTER(Message), c.c_size_t, c.c_bool, c.c_char_p, c.c_int32]),
        ]:
            function = getattr(api, name)
            function.restype, function.argtypes = result, arguments
        self.model = api.llama_model_load_from_file(gguf.encode(), api.llama_model_default_params())
        if not self.model:
            raise SystemExit(f"{gguf}: refused by llama.cpp")
        self.vocab = api.llama_model_get_vocab(self.model)
        params = api.llama_context_default_params()
        words = c.cast(c.pointer(params), c.POINTER(c.c_uint32))
        if any(words[at] != expected for at, expected in EXPECTED_DEFAULTS.items()):
            raise SystemExit("this libllama has another parameter layout than the version named above")
        words[N_CTX], words[N_THREADS], words[N_THREADS_BATCH] = 1024, 1, 1
        self.context = api.llama_init_from_model(self.model, params)

    def tokenize(self, text, special=False):
        data = text.encode()
        room = (c.c_int32 * (3 * len(data) + 8))()
        count = self.api.llama_tokenize(self.vocab, data, len(data), room, len(room), special, special)
        return list(room[:count])

    def forget(self):
        """Empties the KV cache, so that the next ids begin a new text."""
        self.api.llama_memory_clear(self.api.llama_get_memory(self.context), True)

    def logits(self, ids):
        """Feeds ids after what was fed before, and returns the logits behind the last one."""
        tokens = (c.c_int32 * len(ids))(*ids)  # The batch only points at them, so they must live until the call returns.
        if self.api.llama_decode(self.context, self.api.llama_batch_get_one(tokens, len(ids))) != 0:
            raise SystemExit("llama_decode failed")
        return torch.tensor(self.api.llama_get_logits_ith(self.context, -1)[:SIZE])

    def render(self, messages):
        rows = (Message * len(messages))(*[Message(role.encode(), content.encode()) for role, content in messages])
        room = c.create_string_buffer(4096)
        self.api.llama_chat_apply_template(self.api.llama_model_chat_template(self.model, None), rows, len(rows), True, room, len(room))
        return room.value.decode()
