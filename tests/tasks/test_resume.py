"""A night that is killed goes on where it was."""

from pathlib import Path

from tests.bench.kills import kill_once, undisturbed, write_sources
from tests.site.hostile import serve


def test_a_killed_night_goes_on(tmp_path: Path) -> None:
    """It ends in the pages of an undisturbed one, and asks for none again that was on disk."""
    with serve() as server:
        sources = write_sources(server, tmp_path, hosts=3, pages=15)
        whole = undisturbed(sources, tmp_path)
        killed = kill_once(server, sources, tmp_path / "killed", 30, whole)
    assert len(whole) == 45
    assert killed.staged >= 10
    assert (killed.again, killed.equal) == (0, True)
