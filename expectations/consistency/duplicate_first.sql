-- severity = "info"
-- why = "Of one kind only one can be the first: of two that are called so, one came later, or the kinds are not the same."
-- description = "Two names that are called the first of one kind, in the same words (the first woman to fly over Lake Chad)."
-- guards = "The kind must say what the first did, or where it is the first. Words that mean another thing in another document (the lake) are compared inside one document; nothing that is the first of a year or a series."
-- measured = { read = 0, real = 0, on = "772 news reports give nothing to compare" }
-- wrong = "only one can be the first"
SELECT
    [a.claim_id, b.claim_id] AS claims,
    a.text AS expected,
    b.text AS observed,
    contains(lower(a.text), lower(b.text))
        OR contains(lower(b.text), lower(a.text))
        OR list_has_any(regexp_extract_all(a.text, '[A-Z][\w-]{3,}'), regexp_extract_all(b.text, '[A-Z][\w-]{3,}')) AS agrees
FROM comparable AS a
JOIN comparable AS b
  ON a.subject = b.subject
 AND a.property = b.property
 AND a.claim_id < b.claim_id
WHERE a.property = 'first_of_kind'
  AND (a.doc_id = b.doc_id OR a.via = 'anywhere')
