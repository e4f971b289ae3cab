"""The recorded session is what the commands print today: what was typed is typed again, without a terminal."""

from pathlib import Path

from tools.session import CLOCK, Command, shortened, steps_of

from tests.docs.running import ROOT, run

ENGLISH = (ROOT / "docs" / "tutorial" / "session.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "docs" / "zh" / "tutorial" / "session.md").read_text(encoding="utf-8")


def test_the_session_shows_what_the_commands_print(tmp_path: Path) -> None:
    screens = 0
    for step in steps_of(ENGLISH):
        if isinstance(step, Command):
            done = run(step.typed, tmp_path)
            told = f"record it anew: python -m tools.record --hurry ({step.typed})"
            assert shortened(f"{done.stderr}{done.stdout}") == step.screen, told
            screens += 1
        else:
            step.into(tmp_path)
    assert screens >= 10


def test_the_session_takes_less_than_ten_minutes() -> None:
    clocks = CLOCK.findall(ENGLISH)
    assert clocks == sorted(clocks)
    assert clocks[-1] < "**10:00**"
    assert len(clocks) == len(list(steps_of(ENGLISH))) + 1


def test_both_languages_show_the_same_session() -> None:
    assert list(steps_of(CHINESE)) == list(steps_of(ENGLISH))
    assert CLOCK.findall(CHINESE) == CLOCK.findall(ENGLISH)
