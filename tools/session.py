"""A recorded session: what a page says was typed, in order. In: the page's text. Out: steps; the page with new screens.

A console fence holds commands with their screens, a fence with a title a file (with ``line="N"``: new text for line N of
it), and ``<!-- reviewed: FILE -->`` says that the marks of generated cases were taken out. ``**MM:SS**`` at the start of
a line is the clock before the next step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

STEP = re.compile(
    r"^```(?P<language>\w+)(?: title=\"(?P<title>[^\"]+)\")?(?: line=\"(?P<line>\d+)\")?\n(?P<text>.*?)^```$"
    r"|^<!-- reviewed: (?P<reviewed>\S+) -->$",
    re.MULTILINE | re.DOTALL,
)
CLOCK = re.compile(r"^\*\*\d\d:\d\d\*\*", re.MULTILINE)
COMMAND = re.compile(r"^\$ (.*)$", re.MULTILINE)
EDITION = re.compile(r"edition [0-9a-f]{12}")
MARK = "  review: true\n"
MOST_LINES, FIRST, LAST = 32, 18, 8


@dataclass(frozen=True, slots=True)
class Command:
    """A command with the screen that the page shows below it."""

    typed: str
    screen: str


@dataclass(frozen=True, slots=True)
class Write:
    """A file typed whole, or a line of it typed anew (``line`` > 0)."""

    path: str
    text: str
    line: int = 0

    def into(self, folder: Path) -> None:
        """Do it without an editor."""
        path = folder / self.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if self.line:
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            lines[self.line - 1] = self.text
            path.write_text("".join(lines), encoding="utf-8")
        else:
            path.write_text(self.text, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Review:
    """Every mark of a generated case taken out."""

    path: str

    def into(self, folder: Path) -> None:
        """Do it without an editor."""
        path = folder / self.path
        path.write_text(path.read_text(encoding="utf-8").replace(MARK, ""), encoding="utf-8")


Step = Command | Write | Review


def steps_of(page: str) -> Iterator[Step]:
    """Yield what was typed, in order."""
    for match in STEP.finditer(page):
        if match["reviewed"]:
            yield Review(match["reviewed"])
        elif match["title"]:
            yield Write(match["title"], match["text"], int(match["line"] or 0))
        elif match["language"] == "console":
            parts = COMMAND.split(match["text"])
            yield from (
                Command(typed, screen.strip("\n")) for typed, screen in zip(parts[1::2], parts[2::2], strict=True)
            )


def shortened(screen: str) -> str:
    """Return a screen as the page shows it: no digest, no blanks at line ends, of a long one the middle left out."""
    lines = [line.rstrip() for line in EDITION.sub("edition …", screen).strip("\n").splitlines()]
    if len(lines) > MOST_LINES:
        lines = [*lines[:FIRST], "…", *lines[-LAST:]]
    return "\n".join(lines)


def rewritten(page: str, screens: Sequence[str], clocks: Sequence[float]) -> str:
    """Return the page with the screens of its commands and the clocks of its steps, each in order."""
    coming, times = iter(screens), iter(clocks)

    def console(match: re.Match[str]) -> str:
        if match["language"] != "console":
            return match[0]
        typed = COMMAND.findall(match["text"])
        shown = ["\n".join(filter(None, (f"$ {one}", shortened(next(coming))))) for one in typed]
        return "```console\n" + "\n".join(shown) + "\n```"

    def clock(_: re.Match[str]) -> str:
        minutes, seconds = divmod(int(next(times)), 60)
        return f"**{minutes:02}:{seconds:02}**"

    return CLOCK.sub(clock, STEP.sub(console, page))
