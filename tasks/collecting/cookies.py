"""Cookies of one address: kept while its redirects are followed, each host's own, and then forgotten."""

from collections import defaultdict

import httpx

from tasks.parsing.urls import host_of


class Cookies:
    """The cookies on one address's way; some sites send a reader in circles without them."""

    def __init__(self) -> None:
        self.jars: defaultdict[str, httpx.Cookies] = defaultdict(httpx.Cookies)

    def attach(self, request: httpx.Request) -> str:
        """Give the request its host's cookies; they are returned as sent."""
        request.headers.encoding = "utf-8"  # httpx fixes it at the first look, to ASCII where it can
        self.jars[host_of(str(request.url))].set_cookie_header(request)
        return str(request.headers.get("cookie", ""))

    def keep(self, response: httpx.Response) -> None:
        """Keep the cookies of an answer."""
        self.jars[host_of(str(response.request.url))].extract_cookies(response)
