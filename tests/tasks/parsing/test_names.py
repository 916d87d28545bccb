"""Names come out of bylines clean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.names import clean_names, looks_like_name


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("By Ann Lee", ("Ann Lee",)),
        ("by ANN LEE and Bo Kim", ("ANN LEE", "Bo Kim")),
        ("كتب: سامي حداد", ("سامي حداد",)),
        ("كتبت: ليلى منصور", ("ليلى منصور",)),
        ("بقلم ليلى منصور", ("ليلى منصور",)),
        ("إعداد: سامي حداد، ليلى منصور", ("سامي حداد", "ليلى منصور")),
        ("نویسنده: مریم کاظمی", ("مریم کاظمی",)),
        ("Автор: Анна Белова", ("Анна Белова",)),
        ("Анна Белова и Пётр Орлов", ("Анна Белова", "Пётр Орлов")),
        ("Von Jana Roth und Uwe Lang", ("Jana Roth", "Uwe Lang")),
        ("Par Claire Petit et Jean Roy", ("Claire Petit", "Jean Roy")),
        ("Ann Lee; Bo Kim", ("Ann Lee", "Bo Kim")),
        ("Ann Lee | alee@gazette.example", ("Ann Lee",)),
        ("Ann Lee, Staff Writer", ("Ann Lee",)),
        ("Ann Lee MS, RDN", ("Ann Lee",)),
        ("Ann Lee (in Harbour)", ("Ann Lee",)),
        ("https://gazette.example/people/ann", ()),
        ("gazette.com", ()),
        ("Published 9 December 2024", ()),
        ("Editors", ()),
        ("", ()),
    ],
)
def test_clean_names(value: str, names: tuple[str, ...]) -> None:
    """No lead word, role, degree, address or date; several names are several."""
    assert clean_names([value]) == names


def test_each_name_once() -> None:
    """Names that differ only in case are one."""
    assert clean_names(["Ann Lee", "ANN LEE", "Bo Kim"]) == ("Ann Lee", "Bo Kim")


def test_the_outlet_is_dropped_beside_a_person() -> None:
    """The outlet's own name is no second author, but may be the only one."""
    own = frozenset({"sada news"})
    assert clean_names(["Ann Lee, Sada News"], own) == ("Ann Lee",)
    assert clean_names(["Sada News"], own) == ("Sada News",)


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("Ann Lee", True),
        ("Ludwig van Beem", True),
        ("سامي", True),
        ("Read the story now", False),
        ("Ann", False),
        ("Ann 3 Lee", False),
    ],
)
def test_looks_like_name(text: str, is_name: bool) -> None:
    """Capitals where the script has them, and no more than five words."""
    assert looks_like_name(text) is is_name


@given(st.lists(st.text(max_size=80), max_size=5))
def test_never_raises(values: list[str]) -> None:
    """Any strings give names without an address in them."""
    assert all("//" not in name and "@" not in name for name in clean_names(values))
