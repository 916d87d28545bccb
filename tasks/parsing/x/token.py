"""The token that the syndication service asks for beside a tweet's id."""

import math

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_RADIX = 36


def syndication_token(tweet_id: str) -> str:
    """The token of an id, as X's embed script makes it.

    It is (id ÷ 10¹⁵)·π in base 36, as JavaScript's Number.prototype.toString writes it, without its zeros
    and its point.
    """
    return base_36(float(tweet_id) / 1e15 * math.pi).replace("0", "").replace(".", "")


def base_36(value: float) -> str:
    """A number of 0 and more, below 2⁵³, in base 36 as V8 writes it (DoubleToRadixCString).

    As many digits behind the point as are needed to tell the number from its neighbours, the last one
    rounded.
    """
    whole = math.floor(value)
    fraction = value - whole
    delta = max(math.ulp(0.0), 0.5 * (math.nextafter(value, math.inf) - value))
    digits: list[int] = []
    while fraction >= delta:
        fraction, delta = fraction * _RADIX, delta * _RADIX
        digit = int(fraction)
        digits.append(digit)
        fraction -= digit
        if (fraction > 0.5 or (fraction == 0.5 and digit & 1)) and fraction + delta > 1:
            whole += _carry(digits)
            break
    behind = "".join(_DIGITS[digit] for digit in digits)
    return _integer(whole) + (f".{behind}" if behind else "")


def _carry(digits: list[int]) -> int:
    """Round the digits up; 1 where all of them run over into the whole number."""
    while digits:
        last = digits.pop()
        if last + 1 < _RADIX:
            digits.append(last + 1)
            return 0
    return 1


def _integer(number: int) -> str:
    """A whole number in base 36."""
    written = ""
    while number or not written:
        number, digit = divmod(number, _RADIX)
        written = _DIGITS[digit] + written
    return written
