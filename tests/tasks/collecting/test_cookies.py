"""Cookies on one address's way."""

import httpx

from tasks.collecting.cookies import Cookies


def answer(url, *set_cookie):
    """An answer that sets cookies."""
    headers = [("Set-Cookie", value) for value in set_cookie]
    return httpx.Response(302, headers=headers, request=httpx.Request("GET", url))


def sent(cookies, url):
    """What a request would carry."""
    return cookies.attach(httpx.Request("GET", url))


def test_a_host_gets_its_own_back():
    """Also at another path."""
    cookies = Cookies()
    cookies.keep(answer("http://one.example/a", "seen=1; Path=/"))
    assert sent(cookies, "http://one.example/b") == "seen=1"


def test_no_other_host_gets_them():
    """Not even one the cookie names, nor the parent domain."""
    cookies = Cookies()
    cookies.keep(answer("http://www.one.example/", "id=1; Domain=one.example; Path=/", "x=2; Path=/"))
    assert sent(cookies, "http://one.example/") == ""
    assert sent(cookies, "http://m.one.example/") == ""
    assert sent(cookies, "http://two.example/") == ""


def test_secure_cookies_stay_on_tls():
    """A cookie marked so is not sent in the clear."""
    cookies = Cookies()
    cookies.keep(answer("https://one.example/", "id=1; Secure; Path=/"))
    assert sent(cookies, "http://one.example/") == ""
    assert sent(cookies, "https://one.example/") == "id=1"
