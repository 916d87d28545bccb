"""How a night's tasks are sent on their way."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from flows.nightly import in_flight


@dataclass
class Future:
    """A call under way, until somebody asks for its result."""

    value: int
    under_way: list[int]

    def result(self) -> int:
        """The result; the call is then over."""
        self.under_way.remove(self.value)
        return self.value


@given(st.integers(0, 30), st.integers(1, 8))
def test_calls_are_bounded_and_in_order(calls: int, at_once: int) -> None:
    """Every call is made, results come in the order of the calls, never more than allowed are under way."""
    under_way: list[int] = []
    most = 0

    def submit(value: int) -> Future:
        nonlocal most
        under_way.append(value)
        most = max(most, len(under_way))
        return Future(value, under_way)

    assert list(in_flight(submit, ((n,) for n in range(calls)), at_once)) == list(range(calls))
    assert most <= at_once
    assert under_way == []
