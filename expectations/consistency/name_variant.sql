-- severity = "warning"
-- why = "One happening has one place, and a person one name: two names that are nearly one word are one, spelt wrongly once."
-- description = "The names that one document gives to the place of one happening, also where a later sentence only refers back to it (the aforementioned attack), must not be two spellings of nearly one word; nor those of the last name of one person (Maria Kuhn, Maria Khun), or of a last name alone that is one slip of the pen from it."
-- guards = "Only names of four letters or more with one beginning, of which none is a part or a form of the other. Persons of other first names are others, and so are two spellings that both come back."
-- measured = { read = 0, real = 0, on = "772 news reports: none open of 48 compared" }
SELECT
    [a.claim_id, b.claim_id] AS claims,
    a.text AS expected,
    b.text AS observed,
    NOT (
        jaro_winkler_similarity(lower(a.text), lower(b.text)) BETWEEN 0.85 AND 0.9999
        AND left(a.text, 1) = left(b.text, 1)
        AND NOT starts_with(lower(a.text), lower(b.text))
        AND NOT starts_with(lower(b.text), lower(a.text))
    ) AS agrees
FROM comparable AS a
JOIN comparable AS b
  ON a.subject = b.subject
 AND a.doc_id = b.doc_id
 AND a.property = b.property
 AND a.claim_id < b.claim_id
WHERE a.property = 'place_name'
  AND least(length(a.text), length(b.text)) >= 4
UNION ALL
SELECT
    [a.claim_id, b.claim_id] AS claims,
    a.text AS expected,
    b.text AS observed,
    a.text = b.text AS agrees
FROM comparable AS a
JOIN comparable AS b
  ON a.subject = b.subject
 AND a.doc_id = b.doc_id
 AND a.property = b.property
 AND (a.start, a.claim_id) < (b.start, b.claim_id)
WHERE a.property = 'last_name'
