-- Causes by day, for DuckDB, from the JSON lines of `enrolkit explain --format jsonl`. $lines: a file, or a pattern.
SELECT coalesce(substr("at", 1, 10), 'unknown') AS day,
       CASE
         WHEN cause IS NOT NULL THEN cause
         WHEN trouble IS NOT NULL THEN 'could not be read'
         WHEN state = 'Complete' THEN 'Unknown'  -- not everything could be told
         ELSE state
       END AS cause,
       count(*) AS macs,
       count(*) FILTER (WHERE confidence = 'certain') AS certain
FROM read_json($lines, format = 'newline_delimited', columns = {
       health: 'VARCHAR', state: 'VARCHAR', cause: 'VARCHAR', confidence: 'VARCHAR', "at": 'VARCHAR', trouble: 'VARCHAR'})
WHERE health IS DISTINCT FROM 'healthy'
GROUP BY 1, 2
ORDER BY day DESC, macs DESC, cause;
