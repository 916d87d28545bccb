-- What follows from what is forgotten. gone: all that is forgotten so far, with what is forgotten now.
-- new: the run's own rows. raw: all rows. Each statement's rows are added to gone.

-- name: meant
-- What a person means with what the run forgets: an account has ids and handles, an article several addresses, a
-- tweet copies without an id. Not asked again later, when somebody else may have the handle.
WITH asked AS (SELECT kind, value FROM new.forgotten),
accounts AS (
  SELECT author_id AS id, lower(handle) AS handle FROM raw.tweet_authors
  UNION SELECT author_id, lower(author_handle) FROM raw.tweets
  UNION SELECT retweeted_user_id, lower(retweeted_handle) FROM raw.tweets
  UNION SELECT quoted_user_id, lower(quoted_handle) FROM raw.tweets
), ids AS (
  SELECT value AS id FROM asked WHERE kind = 'author'
  UNION SELECT id FROM accounts SEMI JOIN (FROM asked WHERE kind = 'handle') h ON h.value = handle
), articles AS (
  SELECT article_id, page_id, url, canonical_url FROM raw.articles
  WHERE NOT regexp_full_match(canonical_url, 'https?://[^/]+/?')  -- a front page stands for no article
), found AS (
  SELECT article_id FROM articles SEMI JOIN (FROM asked WHERE kind = 'url') u ON u.value = url
  UNION SELECT article_id FROM articles SEMI JOIN (FROM asked WHERE kind = 'url') u ON u.value = canonical_url
  UNION SELECT article_id FROM articles SEMI JOIN (
    SELECT page_id FROM raw.pages SEMI JOIN (FROM asked WHERE kind = 'url') u ON u.value = final_url
  ) p USING (page_id)
), said AS (
  SELECT lower(author_handle) AS handle, text FROM raw.tweets
  SEMI JOIN (FROM asked WHERE kind = 'tweet') t ON t.value = tweet_key
)
SELECT 'author' AS kind, id AS value, 'account of the handle' AS reason FROM ids WHERE id IS NOT NULL
UNION ALL SELECT 'handle', handle, 'handle of the account' FROM accounts SEMI JOIN ids USING (id) WHERE handle IS NOT NULL
UNION ALL SELECT 'url', url, 'address of the article' FROM articles SEMI JOIN found USING (article_id)
UNION ALL SELECT 'url', canonical_url, 'address of the article' FROM articles SEMI JOIN found USING (article_id)
UNION ALL SELECT 'tweet', tweet_key, 'copy of the tweet without its id' FROM (
  SELECT tweet_key, lower(author_handle) AS handle, text FROM raw.tweets WHERE tweet_id IS NULL
) SEMI JOIN said USING (handle, text);

-- name: found
-- The pages of addresses, the tweets of accounts, their retweets and the versions of edited ones, whenever they come.
WITH ids AS (SELECT value FROM gone WHERE kind = 'author'),
handles AS (SELECT value FROM gone WHERE kind = 'handle'),
urls AS (SELECT value FROM gone WHERE kind = 'url'),
own AS (
  SELECT tweet_key FROM raw.tweets SEMI JOIN ids ON value = author_id
  UNION SELECT tweet_key FROM raw.tweets SEMI JOIN handles ON value = lower(author_handle)
), tweets AS (
  SELECT value AS tweet_key FROM gone WHERE kind = 'tweet' UNION FROM own
), edits AS (
  SELECT unnest(edit_ids) AS tweet_key FROM raw.tweets SEMI JOIN tweets USING (tweet_key)
), every AS (
  FROM tweets UNION FROM edits
)
SELECT 'tweet' AS kind, tweet_key AS value, 'tweet of the account' AS reason FROM own
UNION ALL SELECT 'tweet', tweet_key, 'version of the tweet' FROM edits
UNION ALL SELECT 'tweet', tweet_key, 'retweet' FROM raw.tweets SEMI JOIN every e ON e.tweet_key = retweeted_tweet_id
UNION ALL SELECT 'tweet', tweet_key, 'retweet' FROM raw.tweets SEMI JOIN ids ON value = retweeted_user_id
UNION ALL SELECT 'tweet', tweet_key, 'retweet' FROM raw.tweets SEMI JOIN handles ON value = lower(retweeted_handle)
UNION ALL SELECT 'page', page_id, 'page of the address' FROM raw.pages SEMI JOIN urls ON value = url
UNION ALL SELECT 'page', page_id, 'page of the address' FROM raw.pages SEMI JOIN urls ON value = final_url
UNION ALL SELECT 'page', page_id, 'page of the address' FROM raw.articles SEMI JOIN urls ON value = canonical_url;

-- name: articles that stay
-- In place of raw.articles: without the pages that are forgotten.
SELECT a.* FROM raw.every_article a ANTI JOIN (FROM gone WHERE kind = 'page') g ON g.value = a.page_id;

-- name: articles touched
-- In place of new.articles: also the articles of forgotten pages, whose other versions take their place.
FROM new.own_articles
UNION ALL BY NAME
SELECT a.* FROM raw.every_article a SEMI JOIN (FROM gone WHERE kind = 'page') g ON g.value = a.page_id;
