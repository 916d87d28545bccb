-- What people ask most often, as table macros: FROM versions_of('https://…'). Their parameters are called as no
-- column is.

-- name: versions_of
-- The versions of the article at an address, oldest first.
CREATE MACRO versions_of(asked_url) AS TABLE
SELECT v.* FROM article_versions v
SEMI JOIN (FROM raw.articles WHERE url = asked_url OR canonical_url = asked_url) a ON a.article_id = v.article_id
ORDER BY v.version;

-- name: looks_at
-- Every time an address was asked for, newest first: the outcome, and the page that was kept.
CREATE MACRO looks_at(asked_url) AS TABLE
FROM fetches WHERE url = asked_url ORDER BY fetched_at DESC;

-- name: tweets_of
-- The tweets of an account by its handle, newest first.
CREATE MACRO tweets_of(asked_handle) AS TABLE
FROM tweets WHERE lower(author_handle) = lower(ltrim(asked_handle, '@')) ORDER BY created_at DESC;

-- name: articles_showing
-- The articles that show a tweet, by its id, oldest first.
CREATE MACRO articles_showing(asked_tweet) AS TABLE
SELECT a.* FROM articles a SEMI JOIN (FROM article_tweets WHERE tweet_key = asked_tweet::VARCHAR) t ON t.page_id = a.page_id
ORDER BY a.published_at;

-- name: links_to
-- The links in articles that lead to a site or to a host below it, newest first.
CREATE MACRO links_to(asked_host) AS TABLE
SELECT a.source, a.published_at, a.title, a.url, l.url AS link, l.text
FROM (
  SELECT *, lower(regexp_extract(url, '^[A-Za-z]+://(?:[^/@]*@)?([^/:?#]+)', 1)) AS host FROM article_links
) l JOIN articles a ON a.page_id = l.page_id
WHERE l.host = lower(asked_host) OR ends_with(l.host, '.' || lower(asked_host))
ORDER BY a.published_at DESC;
