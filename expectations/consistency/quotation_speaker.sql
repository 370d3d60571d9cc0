-- severity = "info"
-- why = "Two speakers do not say one long sentence word for word: one of them was given the words of the other."
-- description = "One quotation of six words or more, word for word the same, must have one speaker."
-- guards = "Pronouns are no speakers, nor are papers, records and people without a name; two that share a noun or a name, or of which one is a part of the other, are one. A name and a description may be one person: that is not decided."
-- undecided = "the description may be that of the person who is named"
-- measured = { read = 0, real = 0, on = "772 news reports: none but undetermined of 133 compared" }
WITH said AS (
    SELECT
        *,
        regexp_extract_all(text, '[A-Z][a-z]{3,}') AS names,
        regexp_extract(lower(text), '(\w+)$') AS noun,
        regexp_matches(text, '^([A-Z][a-z.]+ )+[A-Z][a-z]+') AND NOT regexp_matches(text, '^(The|A|An) ') AS is_name
    FROM comparable
    WHERE property = 'speaker'
)
SELECT
    [a.claim_id, b.claim_id] AS claims,
    a.text AS expected,
    b.text AS observed,
    CASE
        WHEN contains(lower(a.text), lower(b.text)) OR contains(lower(b.text), lower(a.text)) THEN true
        WHEN list_has_any(a.names, b.names) THEN true
        WHEN NOT a.is_name AND NOT b.is_name AND a.noun = b.noun THEN true
        WHEN a.is_name = b.is_name THEN false
    END AS agrees
FROM said AS a
JOIN said AS b
  ON a.subject = b.subject
 AND a.property = b.property
 AND a.claim_id < b.claim_id
