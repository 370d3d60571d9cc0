-- severity = "warning"
-- why = "One happening has one date: where two documents, or two places of one, date it differently, one is wrong or they mean different things."
-- description = "Two dates of one property of one subject must have a day in common, at the grain of both. The start of relations is compared across the milestones that date it; each milestone is compared with itself under its own name."
-- guards = "Nothing is compared across happenings, modalities or milestones; a date that a mention only borrows is no claim."
-- measured = { read = 0, real = 0, on = "772 news reports: none open of 42 compared" }
-- explained_by = ["some_days", "time_zones", "milestone_differs", "metadata_suspect"]
WITH dated AS (
    SELECT *
    FROM comparable
    WHERE coalesce(first, last) IS NOT NULL
      AND property <> 'told_again'
      -- a milestone of a relation is compared as such, not once more as a happening
      AND NOT (property = 'date' AND fact_id IN (SELECT fact_id FROM claims WHERE subject LIKE 'rel:%'))
)
SELECT
    [a.claim_id, b.claim_id] AS claims,
    a.value AS expected,
    b.value AS observed,
    coalesce(a.first <= b.last, true) AND coalesce(b.first <= a.last, true) AS agrees
FROM dated AS a
JOIN dated AS b
  ON a.subject = b.subject
 AND a.property = b.property
 AND a.modality = b.modality
 AND a.scope IS NOT DISTINCT FROM b.scope
 AND a.claim_id < b.claim_id
WHERE CASE
    WHEN a.property = 'relations_start' THEN a.via IS NULL OR a.via IS DISTINCT FROM b.via
    ELSE a.via IS NOT DISTINCT FROM b.via
END
