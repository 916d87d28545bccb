"""A reader of the stand-in for the X API: one question, and a walk from page to page."""

import ssl
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from tests.site.x_api import TOKEN, XApi

_TLS = ssl.create_default_context()  # once: making one takes longer than to ask


def ask(
    x: XApi, path: str, params: Mapping[str, object] | None = None, *, token: str | None = TOKEN
) -> httpx.Response:
    """The answer to one question, on a connection of its own."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    given = {name: str(value) for name, value in (params or {}).items()}
    with httpx.Client(verify=_TLS, trust_env=False, timeout=10) as http:
        return http.get(f"{x.base}{path}", params=given, headers=headers)


def walk(
    x: XApi,
    path: str,
    params: Mapping[str, object],
    token_name: str = "pagination_token",  # noqa: S107
) -> Iterator[dict[str, Any]]:
    """The pages of a question, to the last."""
    token = None
    while True:
        response = ask(x, path, {**params, **({token_name: token} if token else {})})
        assert response.status_code == 200, response.text
        page = response.json()
        yield page
        token = page["meta"].get("next_token")
        if token is None:
            return
