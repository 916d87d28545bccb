"""Credentials of a bucket."""

import pytest

from config import credentials as module
from config.credentials import load_credentials
from config.errors import ConfigError

VARIABLES = (
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "ISNAD_S3_BLOCK",
)  # fmt: skip


@pytest.fixture(autouse=True)
def keys(monkeypatch):
    """A key and its secret, and nothing else."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "one")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hidden")


def test_the_usual_variables(monkeypatch):
    """Are read; the endpoint of S3 alone comes before that of all services."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://all.example")
    assert load_credentials().endpoint == "https://all.example"
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9000")
    found = load_credentials()
    assert (found.key_id, found.secret, found.token) == ("one", "hidden", None)
    assert (found.endpoint, found.region) == ("http://127.0.0.1:9000", "us-east-1")


def test_the_secret_is_not_shown():
    """Whatever prints the object."""
    assert "hidden" not in repr(load_credentials())


@pytest.mark.parametrize("name", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
def test_one_is_missing(monkeypatch, name):
    """Or empty, which is the same."""
    monkeypatch.setenv(name, "")
    with pytest.raises(
        ConfigError, match="set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or ISNAD_S3_BLOCK"
    ):
        load_credentials()


def test_an_endpoint_that_is_none(monkeypatch):
    """The message names the variable, and tells no secret."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "ftp://hidden.example")
    with pytest.raises(ConfigError, match="AWS_ENDPOINT_URL"):
        load_credentials()


def test_a_block_comes_first(monkeypatch):
    """Its values are those of the variables of the same names; the others are the environment's."""
    monkeypatch.setenv("ISNAD_S3_BLOCK", "bucket")
    monkeypatch.setenv("AWS_REGION", "eu-south-1")
    held = {"AWS_ACCESS_KEY_ID": "two", "AWS_SECRET_ACCESS_KEY": "also hidden"}
    monkeypatch.setattr(module, "read_block", {"bucket": held}.__getitem__)
    found = load_credentials()
    assert (found.key_id, found.secret, found.region) == ("two", "also hidden", "eu-south-1")
