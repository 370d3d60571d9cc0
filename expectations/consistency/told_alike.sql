-- severity = "warning"
-- why = "Reports of one incident that say a thing in the same words have it from one another, or from one source: where the number differs, one of them changed it."
-- description = "The numbers of one unit in sentences of two reports of one incident that share nearly all their words must be able to be one number."
-- guards = "Only exact numbers, one of a unit in each sentence, with nearly the same words beside them; not where more than one number differs, a name or a word (another, the second) tells the two apart, or each sentence is about another day."
-- measured = { read = 7, real = 6, on = "772 news reports, compared with each other" }
-- explained_by = ["rounding", "update"]
SELECT
    [a.claim_id, b.claim_id] AS claims,
    a.value AS expected,
    b.value AS observed,
    coalesce(a.least <= b.most, true) AND coalesce(b.least <= a.most, true) AS agrees
FROM comparable AS a
JOIN comparable AS b
  ON a.subject = b.subject
 AND a.modality = b.modality
 AND a.doc_id <> b.doc_id
 AND a.claim_id < b.claim_id
WHERE a.property = 'told_alike'
  AND b.property = 'told_alike'
