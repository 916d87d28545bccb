"""Lists in files cut into runs of elements."""

import json
from io import BufferedReader, BytesIO, RawIOBase
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ListingError
from tasks.importing import elements
from tasks.importing.elements import cut_elements
from tasks.importing.parts import Part

OPENING = b"window.YTD.tweets.part0 = "


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of 7 bytes, parts of some 100, elements of 300 at most."""
    monkeypatch.setattr(elements, "BLOCK_BYTES", 7)
    monkeypatch.setattr(elements, "PART_BYTES", 100)
    monkeypatch.setattr(elements, "MAX_ELEMENT_BYTES", 300)


def cut(body: bytes) -> list[Part]:
    """Its parts."""
    return list(cut_elements(BufferedReader(BytesIO(body))))  # type: ignore[arg-type]


def values(parts: list[Part]) -> list[Any]:
    """The elements in the parts."""
    return [value for part in parts for value in json.loads(b"[%b]" % part.body)]


def test_runs_of_whole_elements() -> None:
    """Brackets and quotes in texts are no ends."""
    tweets = [
        {"tweet": {"id": str(n), "full_text": 'the "bridge" ]}\\ [{ opened \\" …', "n": []}} for n in range(9)
    ]
    parts = cut(OPENING + json.dumps(tweets).encode())
    assert len(parts) > 3
    assert values(parts) == tweets


def test_lines_are_counted() -> None:
    """Each part knows on which lines its elements stand."""
    body = OPENING + b"[\n" + b",\n".join(b'{"tweet": {\n"id": "%d"}}' % n for n in range(10)) + b"\n]\n"
    lines = body.split(b"\n")
    for part in cut(body):
        assert lines[part.first - 1].startswith(part.body.split(b"\n")[0])
        assert lines[part.last - 1].rstrip(b",") == part.body.split(b"\n")[-1]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'[{"a": 1},\n{"b": "open', "the element breaks off that begins on line 2"),
        (b'[{"a": 1},\n{"b": {"c": 1}', "the element breaks off that begins on line 2"),
        (b'[{"a": 1},\n', "the list breaks off after the element that ends on line 1"),
        (
            b'[{"a": 1},\n\n{"b": "' + b"x" * 400 + b'"}]',
            "the element is longer than 16 MB that begins on line 3",
        ),
        (
            b'[{"a": 1}' + b" " * 400 + b"]",
            "the list is longer than 16 MB after the element that ends on line 1",
        ),
    ],
    ids=["in a text", "in an object", "between", "too long", "blank"],
)
def test_what_does_not_end_is_told(body: bytes, said: str) -> None:
    """What came before is given, then the place."""
    parts: list[Part] = []
    with pytest.raises(ListingError, match=said):
        parts.extend(part for part in keep(parts, body))
    assert values(parts) == [{"a": 1}]


def keep(parts: list[Part], body: bytes) -> list[Part]:
    """Add the parts as they come."""
    for part in cut_elements(BufferedReader(BytesIO(body))):  # type: ignore[arg-type]
        parts.append(part)
    return []


@pytest.mark.parametrize("body", [b"[]", OPENING + b"[ ]", OPENING + b"[ ]\n;"])
def test_an_empty_list(body: bytes) -> None:
    """It has no part."""
    assert cut(body) == []


class Once(RawIOBase):
    """A file that counts how often a byte is given."""

    def __init__(self, body: bytes) -> None:
        self.body = BytesIO(body)
        self.given = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes."""
        size = self.body.readinto(buffer)
        self.given += size
        return size


def test_reading_stops_where_an_element_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that never ends is not read to the end of the file."""
    file = Once(b'[{"a": "' + b"\\\\" * 500_000)
    with pytest.raises(ListingError, match="longer"):
        list(cut_elements(BufferedReader(file, 64)))
    assert file.given < 1_000


@given(
    st.lists(
        st.dictionaries(
            st.text(max_size=8),
            st.recursive(
                st.text(max_size=20) | st.integers(), lambda inner: st.lists(inner, max_size=3), max_leaves=4
            ),
            max_size=4,
        ),
        max_size=12,
    )
)
def test_no_element_is_lost(given_values: list[dict[str, Any]]) -> None:
    """Whatever they hold, and wherever the blocks end."""
    body = json.dumps(given_values, ensure_ascii=False).encode("utf-8", "surrogatepass")
    if all(
        len(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")) < 250
        for value in given_values
    ):
        assert values(cut(body)) == given_values
