"""What is measured in a process of its own: the command, and the loading of an edition."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

_KB = Path(sys.executable).with_name("kb")
_LOAD = """
import json, sys, time
from pathlib import Path
from sanku.kb import load
messages = [line.encode() for line in sys.stdin]
start = time.perf_counter()
kb = load(sys.argv[1])
seconds = time.perf_counter() - start
for data in messages:
    kb.decide_bytes(data)
status = Path("/proc/self/status")
fields = dict(line.split(":", 1) for line in status.read_text().splitlines()) if status.exists() else {}
print(json.dumps({"seconds": seconds, "resident": int(fields.get("VmRSS", "0 kB").split()[0]) * 1024}))
"""


def kb_command(*arguments: str, **environment: str) -> float:
    """Run ``kb`` and return the seconds on the clock."""
    start = perf_counter()
    subprocess.run([_KB, *arguments], check=True, capture_output=True, env={**os.environ, **environment})
    return perf_counter() - start


def load_fresh(edition: Path, messages: list[bytes] | None = None) -> dict[str, float]:
    """Load an edition in a new process, judge the messages; return the seconds of loading and the resident bytes."""
    given = b"".join(one + b"\n" for one in messages or ())
    done = subprocess.run([sys.executable, "-c", _LOAD, edition], input=given, check=True, capture_output=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found
