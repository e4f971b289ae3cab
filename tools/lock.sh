#!/bin/sh
# Resolve pyproject.toml in a fresh environment and pin what came out: names and versions, no index and no path.
# Run it with the oldest Python we support (make lock PYTHON=python3.11): newer ones pick what the oldest cannot install.
set -eu
cd "$(dirname "$0")/.."
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
"${PYTHON:-python3}" -m venv "$place"
"$place/bin/python" -m pip install -qq --disable-pip-version-check hatchling -e '.[audit,bench,client,dev,docs,import,lsp,postgres,serve]'
{
  echo "# Made by \`make lock\` from pyproject.toml; do not edit."
  "$place/bin/python" -m pip freeze --exclude sanku
} > "$place/lock.txt"
cp "$place/lock.txt" requirements/lock.txt
