-- severity = "info"
-- why = "What happened during something happened between its first and its last day: a date outside is wrong, or belongs to something else."
-- description = "A happening that is told to be inside another (a meeting during a visit) must have a day in common with it."
-- guards = "Only happenings that are told as real, with few words between them; each needs a date of its own."
-- measured = { read = 0, real = 0, on = "772 news reports: none open of 1 compared" }
-- roles = ["premise", "premise", "statement"]
SELECT
    [w.claim_id, d.claim_id, p.claim_id] AS claims,
    w.value AS expected,
    p.value AS observed,
    coalesce(p.first <= w.last, true) AND coalesce(w.first <= p.last, true) AS agrees
FROM comparable AS d
JOIN comparable AS w
  ON w.subject = d.via AND w.property = 'date' AND w.modality = 'real' AND w.doc_id = d.doc_id
JOIN comparable AS p
  ON p.subject = d.subject AND p.property = 'date' AND p.modality = 'real' AND p.doc_id = d.doc_id
WHERE d.property = 'during'
  AND d.via <> d.subject
