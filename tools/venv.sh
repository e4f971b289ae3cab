#!/bin/sh
# Make .venv/ and install what the lock pins, then the package itself (editable).
# Needs Python 3.11 or newer; reads requirements/lock.txt and pyproject.toml, writes nothing outside .venv/.
set -eu
cd "$(dirname "$0")/.."

is_new_enough() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
  for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
    if is_new_enough "$name"; then
      echo "$name"
      return 0
    fi
  done
  return 1
}

if ! is_new_enough .venv/bin/python; then
  if ! python=$(find_python); then
    echo "sanku needs Python 3.11 or newer: install it, or name it with \`make PYTHON=/path/to/python3.11\`" >&2
    exit 1
  fi
  echo "making .venv with $python"
  rm -rf .venv
  # Some distributions ship venv without its own pip; the pip beside that Python then installs into .venv.
  "$python" -m venv .venv >/dev/null 2>&1 || "$python" -m venv --without-pip --clear .venv
fi

if .venv/bin/python -m pip --version >/dev/null 2>&1; then
  install() { .venv/bin/python -m pip install "$@"; }
else
  python=$(find_python)
  install() { "$python" -m pip --python .venv/bin/python install "$@"; }
fi

echo "installing requirements/lock.txt into .venv"
install -qq --disable-pip-version-check -r requirements/lock.txt
install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
touch .venv/installed
