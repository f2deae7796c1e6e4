#!/bin/sh
# Regenerates the golden files of Vitrine.Inference.Tests. Needs npm and python3; leaves nothing behind but the files.
# LIBLLAMA_DIR names a folder that already holds the library, to save the download.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
if [ -z "${LIBLLAMA_DIR:-}" ]; then
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    (cd "$scratch" && npm install --ignore-scripts --no-fund --no-audit @node-llama-cpp/linux-x64@3.22.1)
    LIBLLAMA_DIR="$scratch/node_modules/@node-llama-cpp/linux-x64/bins/linux-x64"
fi
export PYTHONDONTWRITEBYTECODE=1
python3 "$here/goldens.py" "$LIBLLAMA_DIR" "$here/../.."
python3 "$here/bpe_goldens.py" "$LIBLLAMA_DIR" "$here/../.."
