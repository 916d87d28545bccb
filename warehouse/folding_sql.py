"""Folding in SQL: the macros `fold` and `core`, made from the same table and patterns as the Python ones.

Slow for many rows (the table is read again for each of them): it is for queries. tests/warehouse/
test_folding_sql.py proves that both fold alike.
"""

from functools import reduce

from warehouse.folding import ALONE, BETWEEN, CORE, GONE, TABLE
from warehouse.relations import quote


def folding_macros() -> list[str]:
    """Statements that make the macros."""
    single = {letter: plain for letter, plain in TABLE.items() if len(plain) == 1}
    several = {letter: plain for letter, plain in TABLE.items() if len(plain) > 1}
    translated = f"translate(folded, {quote(''.join(single))}, {quote(''.join(single.values()))})"
    plain = reduce(
        lambda sql, pair: f"replace({sql}, {quote(pair[0])}, {quote(pair[1])})", several.items(), translated
    )
    kept = f"regexp_replace({plain}, {quote(f'[{GONE}]+')}, '', 'g')"
    apart = rf"regexp_replace({kept}, {quote(f'([{ALONE}])')}, ' \1 ', 'g')"
    words = f"regexp_replace({apart}, {quote(f'[{BETWEEN}]+')}, ' ', 'g')"
    return [
        f"CREATE MACRO fold(folded) AS trim({words}, ' ')",
        rf"CREATE MACRO core(word) AS regexp_replace(word, {quote(CORE)}, '\1')",
    ]
