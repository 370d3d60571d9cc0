-- severity = "info"
-- why = "Two speakers do not say one long sentence word for word: one of them was given the words of the other."
-- description = "One quotation of six words or more, word for word the same, must have one speaker."
-- guards = "Pronouns are no speakers; a name and a part of it, or an article more, are one."
-- measured = { read = 0, real = 0, on = "news reports" }
SELECT
    [a.claim_id, b.claim_id] AS claims,
    a.text AS expected,
    b.text AS observed,
    contains(lower(a.text), lower(b.text)) OR contains(lower(b.text), lower(a.text)) AS agrees
FROM comparable AS a
JOIN comparable AS b
  ON a.subject = b.subject
 AND a.property = b.property
 AND a.claim_id < b.claim_id
WHERE a.property = 'speaker'
