"""Records docs/tutorial/session.md: types what stands on it into a real terminal, and writes down what that shows.

``.venv/bin/python -m tools.record``, with tmux and vim; ``--hurry`` types at once, for trying, and then keeps the clocks.
Other pages named behind it show the same session in another language and get the same screens and clocks.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click
from tools.session import CLOCK, Command, Review, Step, Write, rewritten, steps_of

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "docs" / "tutorial" / "session.md", ROOT / "docs" / "zh" / "tutorial" / "session.md")
SOCKET = "sanku-record"
A_LETTER, A_CHARACTER, A_COPY = 1 / 5, 1 / 2, 1.5
"""Seconds that a Latin letter takes, a Chinese character, and a line copied from one like it in the file."""
A_SCREEN, A_LINE = 2.0, 0.3
"""Seconds a screen is looked at, and each line of it."""
LATIN = 0x2E80
BASH = "PS1='$ ' exec bash --norc --noprofile"
SHELL = {
    "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    "PROMPT_COMMAND": "tmux wait-for -S prompt",
    "LC_ALL": "C.UTF-8",
    "HISTFILE": "/dev/null",
}


def taken(text: str) -> float:
    """Return the seconds that a text takes to type."""
    return sum(A_CHARACTER if ord(letter) >= LATIN else A_LETTER for letter in text)


def differing(line: str, other: str) -> str:
    """Return what is left of a line without the beginning and the end that it shares with another."""
    start = shared(line, other)
    end = shared(line[start:][::-1], other[start:][::-1])
    return line[start : len(line) - end]


def shared(one: str, other: str) -> int:
    """Return how many letters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def tmux(*arguments: str) -> str:
    """Run tmux on a server of our own, and return what it prints."""
    done = subprocess.run(  # noqa: S603 - the words typed are our own page's
        ["tmux", "-L", SOCKET, "-f", "/dev/null", *arguments],  # noqa: S607 - found on the path
        check=True,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **SHELL},
    )
    return done.stdout


@dataclass(slots=True)
class Terminal:
    """A terminal with a shell and an editor, in a fresh folder.

    Args:
        folder: Where it stands.
        hurry: Types and reads in no time.
        began: When it began.
        screens: What each command showed.
    """

    folder: Path
    hurry: bool
    began: float = field(default_factory=time.monotonic)
    screens: list[str] = field(default_factory=list)

    def type(self, text: str) -> None:
        """Type a text, key by key."""
        if self.hurry:
            tmux("send-keys", "-l", "--", text)
            return
        due = time.monotonic()
        for letter in text:
            tmux("send-keys", "-l", "--", letter)
            due += taken(letter)
            time.sleep(max(0.0, due - time.monotonic()))

    def line(self, line: str, there: Sequence[str]) -> None:
        """Type a line of a file; of one like it that is there, copied, only what differs."""
        changed = min((differing(line, one) for one in there), key=taken, default=line)
        if A_COPY + taken(changed) >= taken(line):
            self.type(line)
            return
        tmux("send-keys", "-l", "--", line)
        if not self.hurry:
            time.sleep(A_COPY + taken(changed))

    def press(self, *keys: str) -> None:
        """Press keys by name."""
        tmux("send-keys", *keys)

    def look(self, lines: int) -> None:
        """Wait as long as one needs to read so many lines."""
        if not self.hurry:
            time.sleep(A_SCREEN + A_LINE * lines)

    def run(self, command: Command) -> None:
        """Type a command, wait for the next prompt, and keep what stands between."""
        self.press("C-l")
        time.sleep(0.2)
        tmux("clear-history")
        self.type(command.typed)
        self.press("Enter")
        tmux("wait-for", "prompt")
        time.sleep(0.2)
        shown = tmux("capture-pane", "-p", "-J", "-S", "-")
        lines = [line.rstrip() for line in shown.rstrip().splitlines()]
        assert lines[0] == f"$ {command.typed}", lines[0]
        assert lines[-1] == "$", lines[-1]
        self.screens.append("\n".join(lines[1:-1]))
        self.look(len(lines))

    def edit(self, path: str, change: Callable[[], None]) -> None:
        """Open a file in the editor, change it, save it."""
        self.type(f"vim -u NONE -c 'set paste' {path}")
        self.press("Enter")
        while f'"{path}"' not in tmux("capture-pane", "-p").rpartition("\n~")[2]:
            time.sleep(0.1)  # its last line names the file as soon as it listens
        change()
        self.press("Escape")
        time.sleep(0.2)
        self.type(":wq")
        self.press("Enter")
        tmux("wait-for", "prompt")

    def lines_of(self, path: str) -> list[str]:
        """Return the lines that a file has now."""
        file = self.folder / path
        return file.read_text(encoding="utf-8").splitlines() if file.exists() else []

    def write(self, step: Write) -> None:
        """Type a file whole, or a line of it anew."""

        def change() -> None:
            self.press(*(f"{step.line}Gcc" if step.line else "ggdGi"))
            lines = step.text.splitlines()
            there = self.lines_of(step.path)
            for number, line in enumerate(lines):
                self.line(line, (*there, *lines[:number]))
                if number < len(lines) - 1:
                    self.press("Enter")

        self.edit(step.path, change)

    def review(self, step: Review) -> None:
        """Read the generated cases, and take the marks out."""

        def change() -> None:
            for _ in range(8):
                self.look(10)
                self.press("C-f")
            self.type(":g/review: true/d")
            self.press("Enter")

        self.edit(step.path, change)

    def play(self, step: Step) -> None:
        """Do one step."""
        match step:
            case Command():
                self.run(step)
            case Write():
                self.write(step)
            case Review():
                self.review(step)


def recorded(steps: list[Step], folder: Path, *, hurry: bool) -> tuple[list[str], list[float]]:
    """Return the screens of all commands, and the clock before each step and at the end."""
    tmux("new-session", "-d", "-x", "160", "-y", "50", "-c", str(folder), BASH)
    try:
        tmux("wait-for", "prompt")
        terminal = Terminal(folder, hurry)
        clocks = []
        for step in steps:
            clocks.append(time.monotonic() - terminal.began)
            terminal.play(step)
        return terminal.screens, [*clocks, time.monotonic() - terminal.began]
    finally:
        tmux("kill-server")


@click.command()
@click.option("--hurry", is_flag=True, help="Type at once, and keep the clocks that the page has.")
def main(*, hurry: bool) -> None:
    """Record the session anew, and write its pages."""
    pages = [page for page in PAGES if page.exists()]
    first = pages[0].read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        screens, clocks = recorded(list(steps_of(first)), Path(folder), hurry=hurry)
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert len(CLOCK.findall(text)) == len(clocks), f"{page}: one clock before each step, and one at the end"
        kept = [60.0 * int(found[2:4]) + int(found[5:7]) for found in CLOCK.findall(text)]
        page.write_text(rewritten(text, screens, kept if hurry else clocks), encoding="utf-8")
    click.echo(f"{len(screens)} screens, {clocks[-1]:.0f} seconds")


if __name__ == "__main__":
    main()
