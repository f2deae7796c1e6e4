"""The network: a llama-family decoder (RMSNorm, rotary positions, grouped-query attention, SwiGLU, tied embeddings).

Rotary pairs are neighbours (x0,x1), (x2,x3), … as llama.cpp expects for the architecture "llama", so export needs no permutation.
SPDX-License-Identifier: Apache-2.0
"""
from dataclasses import asdict, dataclass

import torch
import torch.nn as nn
import torch.nn.functional as F

# Queries are attended in chunks of this many rows; the result does not depend on it.
CHUNK = 128


@dataclass(frozen=True)
class Shape:
    """The hyperparameters that go into the checkpoint and the GGUF."""
    vocab: int = 2048
    width: int = 192
    layers: int = 6
    heads: int = 6
    kv_heads: int = 2
    hidden: int = 512
    context: int = 1024
    rope_base: float = 10_000.0
    epsilon: float = 1e-5

    @property
    def head_width(self):
        return self.width // self.heads


class RmsNorm(nn.Module):
    def __init__(self, width, epsilon):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x):
        x = x.float()
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.epsilon) * self.weight


def rotary_table(shape, length):
    """The rotation of each position as complex numbers, [length, head_width / 2]."""
    frequencies = shape.rope_base ** (-torch.arange(0, shape.head_width, 2).float() / shape.head_width)
    angles = torch.arange(length).float()[:, None] * frequencies[None, :]
    return torch.polar(torch.ones_like(angles), angles)


def rotate(x, turns):
    """Rotates neighbouring pairs of x [batch, length, heads, head_width], read as complex numbers."""
    pairs = torch.view_as_complex(x.float().unflatten(-1, (-1, 2)))
    return torch.view_as_real(pairs * turns[:, None, :]).flatten(-2)


class Block(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        kv_width = shape.kv_heads * shape.head_width
        self.attn_norm = RmsNorm(shape.width, shape.epsilon)
        self.attn_q = nn.Linear(shape.width, shape.width, bias=False)
        self.attn_k = nn.Linear(shape.width, kv_width, bias=False)
        self.attn_v = nn.Linear(shape.width, kv_width, bias=False)
        self.attn_output = nn.Linear(shape.width, shape.width, bias=False)
        self.ffn_norm = RmsNorm(shape.width, shape.epsilon)
        self.ffn_gate = nn.Linear(shape.width, shape.hidden, bias=False)
        self.ffn_up = nn.Linear(shape.width, shape.hidden, bias=False)
        self.ffn_down = nn.Linear(shape.hidden, shape.width, bias=False)

    def forward(self, x, turns):
        x = x + self._attend(self.attn_norm(x), turns)
        h = self.ffn_norm(x)
        return x + self.ffn_down(F.silu(self.ffn_gate(h)) * self.ffn_up(h))

    def _attend(self, h, turns):
        batch, length, _ = h.shape
        shape = self.shape
        q = rotate(self.attn_q(h).view(batch, length, shape.heads, shape.head_width), turns)
        k = rotate(self.attn_k(h).view(batch, length, shape.kv_heads, shape.head_width), turns)
        v = self.attn_v(h).view(batch, length, shape.kv_heads, shape.head_width)
        repeat = shape.heads // shape.kv_heads
        q, k, v = ((t * scale).to(v.dtype).repeat_interleave(times, 2).transpose(1, 2) for t, times, scale in ((q, 1, shape.head_width ** -0.5), (k, repeat, 1.0), (v, repeat, 1.0)))
        mixed = [self._attend_rows(q, k, v, start, min(start + CHUNK, length)) for start in range(0, length, CHUNK)]
        return self.attn_output(torch.cat(mixed, 2).transpose(1, 2).reshape(batch, length, shape.width))

    @staticmethod
    def _attend_rows(q, k, v, start, stop):
        """Attention of the queries start..stop: nothing is computed for keys that lie behind the last of them."""
        scores = q[:, :, start:stop] @ k[:, :, :stop].transpose(-1, -2)
        hidden = torch.ones(stop - start, stop, dtype=torch.bool).triu(start + 1)
        return torch.softmax(scores.masked_fill(hidden, float("-inf")), -1) @ v[:, :, :stop]


class TinyLlama(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        self.token_embd = nn.Embedding(shape.vocab, shape.width)
        self.blk = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.output_norm = RmsNorm(shape.width, shape.epsilon)
        for parameter in self.parameters():
            if parameter.dim() == 2:
                nn.init.normal_(parameter, std=0.02 if parameter is self.token_embd.weight else parameter.shape[1] ** -0.5)
        for block in self.blk:
            for last in (block.attn_output, block.ffn_down):
                last.weight.data /= (2 * shape.layers) ** 0.5

    def forward(self, ids, keep=None):
        """Logits [batch, length, vocab] of ids [batch, length]; with a mask `keep`, only those of the kept positions, [kept, vocab]."""
        turns = rotary_table(self.shape, ids.shape[1])
        x = self.token_embd(ids)
        for block in self.blk:
            x = block(x, turns)
        x = self.output_norm(x if keep is None else x[keep])
        return F.linear(x, self.token_embd.weight)


def save(model, path, **extra):
    torch.save({"shape": asdict(model.shape), "weights": model.state_dict(), **extra}, path)


def load(path):
    """The model of a checkpoint and the checkpoint itself."""
    saved = torch.load(path, map_location="cpu")
    model = TinyLlama(Shape(**saved["shape"]))
    model.load_state_dict(saved["weights"])
    return model.eval(), saved
