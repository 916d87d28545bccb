"""The token of the syndication service."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.parsing.x.token import base_36, syndication_token

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def value_of(written: str) -> float:
    """A number written in base 36, exact until the end."""
    whole, _, behind = written.partition(".")
    return (int(whole, 36) * 36 ** len(behind) + int(behind or "0", 36)) / 36 ** len(behind)


@pytest.mark.parametrize(
    ("tweet_id", "token"),
    [
        ("9", "2vdikqiurk6"),
        ("463440424141459456", "14fxvks611f"),
        ("1914000000000000001", "4n1at29oh7"),
        ("9223372036854775807", "mcw2svce2ao"),
    ],
)
def test_tokens_as_v8_makes_them(tweet_id: str, token: str) -> None:
    """Printed by V8 for the same ids: small, large, and the largest there can be."""
    assert syndication_token(tweet_id) == token


def test_known_tokens(shared: Path) -> None:
    """Those that the service has taken."""
    vectors = json.loads((shared / "syndication" / "token_vectors.json").read_bytes())
    assert vectors
    assert {tweet_id: syndication_token(tweet_id) for tweet_id, _ in vectors} == dict(vectors)


@given(st.integers(min_value=1, max_value=2**63 - 1))
def test_a_token_has_no_zero_and_no_point(number: int) -> None:
    """It is what is left of base 36, and the same each time."""
    token = syndication_token(str(number))
    assert token
    assert set(token) <= set(DIGITS) - {"0"}
    assert token == syndication_token(str(number))


@settings(max_examples=300)
@given(st.floats(min_value=1e-12, max_value=2**52, allow_subnormal=False))
def test_digits_tell_the_number_from_its_neighbours(value: float) -> None:
    """Read back, they are the number but for the rounding of V8's steps: 5 units at most in 200,000."""
    written = base_36(value)
    assert not written.endswith((".", ".0"))
    assert abs(value_of(written) - value) <= 8 * math.ulp(value)


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0, "0"), (35.0, "z"), (36.0, "10"), (0.5, "0.i"), (1 - 2**-53, "0.zzzzzzzzzza"), (1 / 36, "0.1")],
)
def test_numbers_in_base_36(value: float, written: str) -> None:
    """Whole numbers have no point; the last digit is rounded."""
    assert base_36(value) == written
