"""JSON that strict readers refuse."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.parsing.x.loading import load_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(), lambda inner: st.lists(inner)
)


@given(VALUES)
def test_what_json_writes_is_read(value: object) -> None:
    """Texts with what UTF-8 cannot hold are given back without it."""
    given_back = load_json(json.dumps(value).encode())
    assert json.dumps(given_back).encode()
    json.dumps(given_back, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b'"\\ud83d harbour"', "? harbour"),
        (b'"\xff harbour"', "\ufffd harbour"),
        (b'\xef\xbb\xbf{"id": "1"}', {"id": "1"}),
        (b"[1" + b"0" * 30 + b"]", [1e30]),
        (b'{"\\udead": ["\\ud800"]}', {"?": ["?"]}),
    ],
)
def test_broken_texts_are_mended(raw: bytes, value: object) -> None:
    """Half a character costs that character and nothing else."""
    assert load_json(raw) == value


@pytest.mark.parametrize("raw", [b"", b"{", b"harbour", b"[" * 100_000, b'{"a":' * 100_000, b"\x00"])
def test_what_is_no_json_is_told(raw: bytes) -> None:
    """Whatever the reason."""
    with pytest.raises(ValueError, match=r"."):
        load_json(raw)
