-- severity = "info"
-- why = "Where each of two documents has it from the other, nobody is the source."
-- description = "Documents that name, for one happening, a source that is itself behind another document: that one must not name them in turn, nor have copied the sentence from them."
-- guards = "Only sources and publishers that are known by the same name; not what an agency or paper says of itself."
-- measured = { read = 0, real = 0, on = "772 news reports give nothing to compare" }
-- wrong = "each of the two has it from the other"
WITH cited AS (
    SELECT
        c.*,
        regexp_replace(o.name, '^the ', '') AS own,
        regexp_replace(lower(c.text), '^the ', '') AS source
    FROM comparable AS c
    JOIN origins AS o USING (doc_id)
    WHERE c.property = 'cited'
),
told AS (
    SELECT c.claim_id, c.subject, c.text, c.copied_from, regexp_replace(o.name, '^the ', '') AS own
    FROM comparable AS c
    JOIN origins AS o USING (doc_id)
    WHERE c.property IN ('date', 'killed', 'injured', 'value') AND c.copied_from IS NOT NULL
)
SELECT
    [a.claim_id, b.claim_id] AS claims,
    a.text AS expected,
    b.text AS observed,
    NOT (contains(a.source, b.own) AND contains(b.source, a.own)) AS agrees
FROM cited AS a
JOIN cited AS b
  ON a.subject = b.subject
 AND a.own <> b.own
 AND a.claim_id < b.claim_id
WHERE contains(a.source, b.own) OR contains(b.source, a.own)
UNION ALL
SELECT
    [a.claim_id, t.claim_id] AS claims,
    a.text AS expected,
    'a copy of what it is the source of' AS observed,
    false AS agrees
FROM cited AS a
JOIN told AS t
  ON t.subject = a.subject
 AND t.copied_from = a.doc_id
 AND t.own <> a.own
 AND contains(a.source, t.own)
