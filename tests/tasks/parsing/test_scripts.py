"""Scripts of texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.scripts import main_script, script_of


@pytest.mark.parametrize(
    ("word", "script"),
    [
        ("harbour", "latin"),
        ("«Žižkov»", "latin"),
        ("гавань", "cyrillic"),
        ("λιμάνι", "greek"),
        ("الميناء", "arabic"),
        ("بندر", "arabic"),
        ("הנמל", "hebrew"),
        ("港で", "east asian"),
        ("항구", "hangul"),
        ("2024", ""),
        ("🌊—", ""),
        ("", ""),
    ],
)
def test_script_of_a_word(word: str, script: str) -> None:
    """The first letter tells; digits and signs have none."""
    assert script_of(word) == script


def test_main_script() -> None:
    """That of most words."""
    assert main_script(["افتتح", "الجسر", "Harbour", "2024"]) == "arabic"
    assert main_script(["2024", "—"]) == ""


@given(st.text(max_size=20))
def test_any_word(word: str) -> None:
    """No text makes it fail."""
    assert isinstance(script_of(word), str)
