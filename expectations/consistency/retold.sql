-- severity = "warning"
-- why = "A text that comes back to a thing must give it the value that it had: a number or a date was mistyped, or two reports were sewn together."
-- description = "What a document says once more of a thing to which it points back (the contract, the death toll, the arrest took place on) must be able to be what it said first."
-- guards = "Only nouns with “the” that can point to one thing only; not where a word says that it is another (a second, the new), that it changed, or that the second sentence is about another day."
-- measured = { read = 0, real = 0, on = "772 news reports: none open of 1 compared" }
SELECT
    [a.claim_id, b.claim_id] AS claims,
    a.value AS expected,
    b.value AS observed,
    coalesce(a.first <= b.last, true) AND coalesce(b.first <= a.last, true)
    AND coalesce(a.least <= b.most, true) AND coalesce(b.least <= a.most, true)
    AND CASE WHEN coalesce(a.low, a.high) IS NULL THEN coalesce(starts_with(a.text, b.text) OR starts_with(b.text, a.text), true) ELSE true END AS agrees
FROM comparable AS a
JOIN comparable AS b
  ON a.subject = b.subject
 AND a.doc_id = b.doc_id
 AND a.modality = b.modality
 AND (a.start, a.claim_id) < (b.start, b.claim_id)
WHERE a.property = 'told_again'
  AND b.property = 'told_again'
