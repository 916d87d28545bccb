-- Which pages are not the current version of their article, for the articles that the run touches.

-- name: due
-- One row for each such page as it should be, over the rows of base and new.
WITH seen AS (
  SELECT article_id, page_id, fetched_at, content_hash, coalesce(own_address, false) AS own,
         max(page_id) FILTER (own_address) OVER (PARTITION BY article_id) AS own_page
  FROM raw.articles SEMI JOIN (SELECT article_id FROM new.articles) n USING (article_id)
), ordered AS (
  SELECT article_id, page_id, fetched_at,
         coalesce(content_hash = lag(content_hash) OVER versions, false) AS repeats
  FROM seen WHERE own OR own_page IS NULL
  WINDOW versions AS (PARTITION BY article_id ORDER BY fetched_at, page_id)
), repeated AS (
  SELECT page_id, article_id, repeats,
         last_value(CASE WHEN NOT repeats THEN page_id END IGNORE NULLS) OVER (
           PARTITION BY article_id ORDER BY fetched_at, page_id) AS superseded_by
  FROM ordered
), newer AS (
  SELECT page_id, article_id,
         lead(page_id) OVER (PARTITION BY article_id ORDER BY fetched_at, page_id) AS superseded_by
  FROM ordered WHERE NOT repeats
)
SELECT page_id, article_id, superseded_by, 'repeat' AS reason FROM repeated WHERE repeats
UNION ALL
SELECT page_id, article_id, superseded_by, 'newer' FROM newer WHERE superseded_by IS NOT NULL
UNION ALL
SELECT page_id, article_id, own_page, 'alias' FROM seen WHERE NOT own AND own_page IS NOT NULL;

-- name: held
-- The rows that are there now for the same articles.
SELECT page_id, article_id, superseded_by, reason
FROM base.superseded SEMI JOIN (SELECT article_id FROM new.articles) n USING (article_id);
