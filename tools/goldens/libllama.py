"""llama.cpp's own library through ctypes: tokens, logits and greedy answers, and the speeds that the benchmark compares with.

The folder that holds it comes from `npm install --ignore-scripts @node-llama-cpp/linux-x64@3.22.1` (x86-64, System V calling convention).
The offsets below belong to exactly that version; a library whose defaults do not stand there is refused.
SPDX-License-Identifier: Apache-2.0
"""
import ctypes as c
from pathlib import Path

VERSION = "@node-llama-cpp/linux-x64 3.22.1"

# Positions, in units of four bytes, inside llama_context_params, and the defaults expected there.
N_CTX, N_BATCH, N_UBATCH, N_THREADS, N_THREADS_BATCH, POOLING, FLASH_ATTENTION, TYPE_K, TYPE_V = 0, 1, 2, 7, 8, 11, 13, 26, 27
DEFAULTS = {N_CTX: 512, N_BATCH: 2048, N_UBATCH: 512, N_THREADS: 4, N_THREADS_BATCH: 4, POOLING: 0xFFFFFFFF, FLASH_ATTENTION: 0xFFFFFFFF, TYPE_K: 1, TYPE_V: 1}
EMBEDDINGS = 128  # a position in bytes
F32 = 0


class Params(c.Structure):
    """Larger than any parameter struct; the library fills it and takes it by value."""
    _fields_ = [("words", c.c_uint64 * 64)]


class Batch(c.Structure):
    _fields_ = [("count", c.c_int32), ("tokens", c.POINTER(c.c_int32)), ("embeddings", c.c_void_p), ("positions", c.c_void_p),
                ("sequence_counts", c.c_void_p), ("sequences", c.c_void_p), ("wanted", c.c_void_p)]


class Library:
    """The shared objects, loaded once."""

    def __init__(self, folder):
        paths = [next(Path(folder).glob(pattern)) for pattern in ("libggml-base*.so*", "libggml.*so*", "libllama.*so*")]
        base, ggml, self.api = [c.CDLL(str(path), mode=c.RTLD_GLOBAL) for path in paths]
        ggml.ggml_backend_load_all_from_path(str(folder).encode())
        self._silence = c.CFUNCTYPE(None, c.c_int, c.c_char_p, c.c_void_p)(lambda *_: None)
        self.api.llama_log_set(self._silence, None)
        self.api.llama_model_default_params.restype = self.api.llama_context_default_params.restype = Params
        for name, result, arguments in [
            ("llama_model_load_from_file", c.c_void_p, [c.c_char_p, Params]), ("llama_init_from_model", c.c_void_p, [c.c_void_p, Params]),
            ("llama_model_free", None, [c.c_void_p]), ("llama_free", None, [c.c_void_p]),
            ("llama_model_get_vocab", c.c_void_p, [c.c_void_p]), ("llama_vocab_n_tokens", c.c_int32, [c.c_void_p]), ("llama_decode", c.c_int32, [c.c_void_p, Batch]),
            ("llama_tokenize", c.c_int32, [c.c_void_p, c.c_char_p, c.c_int32, c.POINTER(c.c_int32), c.c_int32, c.c_bool, c.c_bool]),
            ("llama_batch_get_one", Batch, [c.POINTER(c.c_int32), c.c_int32]), ("llama_get_logits_ith", c.POINTER(c.c_float), [c.c_void_p, c.c_int32]),
            ("llama_get_memory", c.c_void_p, [c.c_void_p]), ("llama_memory_clear", None, [c.c_void_p, c.c_bool]),
            ("llama_get_embeddings_seq", c.POINTER(c.c_float), [c.c_void_p, c.c_int32]), ("llama_model_n_embd", c.c_int32, [c.c_void_p]),
            ("llama_vocab_is_eog", c.c_bool, [c.c_void_p, c.c_int32]),
        ]:
            function = getattr(self.api, name)
            function.restype, function.argtypes = result, arguments


class Model:
    """One model with one context of 32-bit keys and values, without flash attention, on one thread.

    With a pooling type (llama.h, `enum llama_pooling_type`) it embeds instead of answering."""

    def __init__(self, library, path, context, pooling=None):
        self.api = api = library.api
        self.model = api.llama_model_load_from_file(str(path).encode(), api.llama_model_default_params())
        if not self.model:
            raise SystemExit(f"{path}: refused by llama.cpp")
        self.vocab = api.llama_model_get_vocab(self.model)
        self.size = api.llama_vocab_n_tokens(self.vocab)
        params = api.llama_context_default_params()
        words = c.cast(c.pointer(params), c.POINTER(c.c_uint32))
        wrong = {at: words[at] for at, expected in DEFAULTS.items() if words[at] != expected}
        if wrong:
            raise SystemExit(f"this libllama has another parameter layout than {VERSION}: {wrong}")
        words[N_CTX], words[N_THREADS], words[N_THREADS_BATCH] = context, 1, 1
        words[FLASH_ATTENTION], words[TYPE_K], words[TYPE_V] = 0, F32, F32
        if pooling is not None:
            words[POOLING] = pooling
            c.cast(words, c.POINTER(c.c_uint8))[EMBEDDINGS] = 1
        self.context = api.llama_init_from_model(self.model, params)

    def tokenize(self, text, beginning, special):
        data = text.encode()
        room = (c.c_int32 * (3 * len(data) + 8))()
        count = self.api.llama_tokenize(self.vocab, data, len(data), room, len(room), beginning, special)
        return list(room[:count])

    def logits(self, ids):
        """Feeds ids behind what was fed before; the logits behind the last one."""
        tokens = (c.c_int32 * len(ids))(*ids)
        if self.api.llama_decode(self.context, self.api.llama_batch_get_one(tokens, len(ids))) != 0:
            raise SystemExit("llama_decode failed")
        return self.api.llama_get_logits_ith(self.context, -1)[:self.size]

    def embedding(self, ids):
        """The pooled hidden states of a text, as they are."""
        self.api.llama_memory_clear(self.api.llama_get_memory(self.context), True)
        tokens = (c.c_int32 * len(ids))(*ids)
        if self.api.llama_decode(self.context, self.api.llama_batch_get_one(tokens, len(ids))) != 0:
            raise SystemExit("llama_decode failed")
        return self.api.llama_get_embeddings_seq(self.context, 0)[:self.api.llama_model_n_embd(self.model)]

    def answer(self, ids, most):
        """The logits behind a prompt, and up to `most` greedy tokens; an end token is left out and ends the answer."""
        self.api.llama_memory_clear(self.api.llama_get_memory(self.context), True)
        first = logits = self.logits(ids)
        chosen = []
        while len(chosen) < most:
            best = max(range(self.size), key=logits.__getitem__)
            if self.api.llama_vocab_is_eog(self.vocab, best):
                break
            chosen.append(best)
            logits = self.logits([best])
        return first, chosen

    def close(self):
        self.api.llama_free(self.context)
        self.api.llama_model_free(self.model)
