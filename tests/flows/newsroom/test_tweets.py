"""The invented tweets."""

import re
from datetime import timedelta

import pytest

from flows.newsroom.outlets import load_outlets
from flows.newsroom.tweets import EPOCH_MS, Tweet, load_tweets

TWEETS = list(load_tweets().values())
LAST_SEQUENTIAL_ID = 29700859247
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


@pytest.mark.parametrize("tweet", TWEETS, ids=lambda tweet: tweet.name)
def test_an_id_is_the_snowflake_of_its_time(tweet: Tweet) -> None:
    """The id's upper bits are the time it was posted, to the millisecond."""
    number = int(tweet.tweet_id)
    assert number > LAST_SEQUENTIAL_ID
    assert (number >> 22) + EPOCH_MS == int(tweet.posted.timestamp() * 1000)


@pytest.mark.parametrize("tweet", TWEETS, ids=lambda tweet: tweet.name)
def test_a_label_names_the_day_of_the_tweet(tweet: Tweet) -> None:
    """Day and year of the label, in whatever digits, are those of the id, give or take a zone."""
    numbers = [int(number) for number in re.findall(r"\d+", tweet.label.translate(DIGITS))]
    days = {(tweet.posted + timedelta(hours=hours)).day for hours in (0, 3)}
    assert len(days & set(numbers)) == 1
    assert tweet.posted.year in numbers


def test_ids_are_unique() -> None:
    """No two tweets share an id."""
    assert len({tweet.tweet_id for tweet in TWEETS}) == len(TWEETS)


def test_an_article_is_published_after_the_tweets_it_shows() -> None:
    """No outlet embeds a tweet that had not been posted."""
    for outlet in load_outlets():
        for article in outlet.articles:
            for name in re.findall(r"\{tweet (\S+) ", " ".join(article.body)):
                assert load_tweets()[name].posted < article.published, (outlet.slug, article.slug, name)


def test_every_tweet_is_shown_somewhere() -> None:
    """A tweet is embedded in an article, or quoted by one that is."""
    text = " ".join(
        block for outlet in load_outlets() for article in outlet.articles for block in article.body
    )
    shown = set(re.findall(r"\{tweet (\S+) ", text))
    quoted = {load_tweets()[name].quotes for name in shown}
    assert set(load_tweets()) == (shown | quoted) - {None}
