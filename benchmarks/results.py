"""``results.json``: each figure with the machine, the versions and the commit it was measured on."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure

RESULTS = Path(__file__).with_name("results.json")
_PACKAGES = ("msgspec", "orjson", "zen-engine")


def read() -> dict[str, dict[str, Any]]:
    """Return the figures measured before."""
    found: dict[str, dict[str, Any]] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    return found


def store(name: str, figure: Figure) -> None:
    """Keep a figure in place of the one measured before."""
    kept = {**read(), name: {**_rounded(figure), "on": _machine()}}
    new = RESULTS.with_suffix(".new")
    new.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    new.replace(RESULTS)


def _rounded(figure: Figure) -> dict[str, object]:
    plain = asdict(figure)
    detail = {name: float(f"{value:.4g}") for name, value in figure.detail.items()}
    return {key: float(f"{value:.3g}") if isinstance(value, float) else value for key, value in plain.items()} | {
        "detail": detail
    }


def _machine() -> dict[str, object]:
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=True)  # noqa: S607 - git on the path
    return {
        "commit": commit.stdout.strip(),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "load": round(os.getloadavg()[0], 1),
        "versions": {name: version(name) for name in _PACKAGES},
    }
