-- severity = "warning"
-- why = "Two numbers for one thing cannot both be right, unless one is rounded, hedged, older, or counts something else."
-- description = "Two figures of one measure of one happening, with one scope and unit, must be able to be one number: after the rounding that their digits show, and with their hedges."
-- guards = "Only one measure, scope and unit of one happening; open bounds and rounded numbers are intervals. A factor of a thousand is left to unit_slip, a toll that falls to falling_tally."
-- measured = { read = 0, real = 0, on = "772 news reports: none but undetermined of 9 compared" }
-- explained_by = ["rounding", "update", "inclusion", "composite", "scope_differs"]
SELECT
    [a.claim_id, b.claim_id] AS claims,
    a.value AS expected,
    b.value AS observed,
    coalesce(a.least <= b.most, true) AND coalesce(b.least <= a.most, true) AS agrees
FROM comparable AS a
JOIN comparable AS b
  ON a.subject = b.subject
 AND a.property = b.property
 AND a.modality = b.modality
 AND a.scope IS NOT DISTINCT FROM b.scope
 AND a.via IS NOT DISTINCT FROM b.via
 AND a.unit IS NOT DISTINCT FROM b.unit
 AND a.claim_id < b.claim_id
WHERE coalesce(a.low, a.high) IS NOT NULL
  AND coalesce(b.low, b.high) IS NOT NULL
  AND a.subject LIKE 'event:%'
  AND a.property <> 'date_offset'
  AND NOT slips(a.low, b.low)
  AND NOT falls(a, b)
