"""`isnad nightly`: its exit codes and sentences."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from config.errors import ConfigError
from flows.commands.nightly import has_failed, refuse_future
from flows.nightly import Summary


def test_a_wrong_sources_file_is_told_before_anything_starts(
    isnad: Callable[..., Any], tmp_path: Path
) -> None:
    """Exit code 2; the sentence names the file, the source, the key and what is allowed."""
    (tmp_path / "s.toml").write_text(
        '[[source]]\nname = "a"\nkind = "feed"\nurl = "http://a.example/"\ndelay = 1\n'
    )
    ran = isnad("nightly", "--sources", "s.toml", cwd=tmp_path)
    assert ran.code == 2
    assert "s.toml: source a: unknown key 'delay'; allowed are" in ran.err
    assert "delay_s" in ran.err
    assert not (tmp_path / "data").exists()


def test_an_unknown_source_is_told(isnad: Callable[..., Any], tmp_path: Path) -> None:
    """Exit code 2, and the names there are."""
    (tmp_path / "s.toml").write_text('[[source]]\nname = "a"\nkind = "feed"\nurl = "http://a.example/"\n')
    ran = isnad("nightly", "--sources", "s.toml", "--source", "b", cwd=tmp_path)
    assert ran.code == 2
    assert "unknown source 'b'; known are a" in ran.err


def test_a_wrong_setting_is_told(isnad: Callable[..., Any], tmp_path: Path) -> None:
    """Exit code 2, and the variable's name."""
    ran = isnad("coverage", cwd=tmp_path, ISNAD_DELAY_S="soon")
    assert ran.code == 2
    assert "ISNAD_DELAY_S" in ran.err


def test_a_night_to_which_nobody_answers_has_failed(isnad: Callable[..., Any], tmp_path: Path) -> None:
    """Exit code 1, the outcome of each list, and what to do; the run is in the warehouse."""
    (tmp_path / "s.toml").write_text(
        '[[source]]\nname = "a"\nkind = "feed"\nurl = "http://127.0.0.1:9/feed"\n'
    )
    ran = isnad("nightly", "--sources", "s.toml", cwd=tmp_path, ISNAD_ALLOW_LOOPBACK="1")
    assert ran.code == 1
    assert "connect_error" in ran.out
    assert "sources check" in ran.out
    assert "Traceback" not in ran.err
    shown = isnad("coverage", "--json", cwd=tmp_path)
    assert '"state": "missing"' in shown.out


@pytest.mark.parametrize(("discovered", "failed"), [(0, True), (83, False)])
def test_half_an_archive_is_not_nothing(tmp_path: Path, discovered: int, failed: bool) -> None:
    """A broken list fails the night only where it named no address at all."""
    summary = Summary(
        run_id="r1",
        day=date(2024, 12, 9),
        snapshot=1,
        discovered=discovered,
        listings=1,
        listings_failed=1,
        pages=discovered,
        verdicts={},
    )
    assert has_failed(tmp_path, summary) is failed


def test_a_day_to_come_is_refused() -> None:
    """One day of slack for those east of Greenwich."""
    today = date(2024, 12, 9)
    refuse_future(None, today)
    refuse_future(date(2024, 12, 10), today)
    with pytest.raises(ConfigError, match="still to come"):
        refuse_future(date(2024, 12, 11), today)
