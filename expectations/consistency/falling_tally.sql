-- severity = "warning"
-- why = "The count of the dead or injured rises while it is made: where a later report has fewer, one of them is wrong, or was corrected."
-- description = "Two tolls of one happening whose days are known and differ: the later must not be the lower."
-- guards = "Only numbers of all victims with days that do not overlap; open bounds and rounded numbers are intervals."
-- measured = { read = 0, real = 0, on = "772 news reports give nothing to compare" }
-- explained_by = ["inclusion", "composite", "scope_differs"]
-- roles = ["earlier", "later"]
SELECT
    CASE WHEN a.as_of_last < b.as_of_first THEN [a.claim_id, b.claim_id] ELSE [b.claim_id, a.claim_id] END AS claims,
    CASE WHEN a.as_of_last < b.as_of_first THEN a.value ELSE b.value END AS expected,
    CASE WHEN a.as_of_last < b.as_of_first THEN b.value ELSE a.value END AS observed,
    NOT falls(a, b) AS agrees
FROM comparable AS a
JOIN comparable AS b
  ON a.subject = b.subject
 AND a.property = b.property
 AND a.modality = b.modality
 AND a.unit IS NOT DISTINCT FROM b.unit
 AND a.claim_id < b.claim_id
WHERE a.property IN ('killed', 'injured')
  AND a.scope IS NULL
  AND b.scope IS NULL
  AND (a.as_of_last < b.as_of_first OR b.as_of_last < a.as_of_first)
