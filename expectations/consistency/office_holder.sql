-- severity = "warning"
-- why = "Some offices have one holder at a time: of two that are named, one held it before, or the office is wrong."
-- description = "Two persons who are given one office of one state, in one document or in documents of one week."
-- guards = "No former, acting, deputy or elected holders, no sentence dated in an earlier year, no document that tells of a change in office."
-- measured = { read = 0, real = 0, on = "772 news reports: none open of 1 compared" }
SELECT
    [a.claim_id, b.claim_id] AS claims,
    a.text AS expected,
    b.text AS observed,
    a.text = b.text OR ends_with(a.text, '-' || b.text) OR ends_with(b.text, '-' || a.text) AS agrees
FROM comparable AS a
JOIN comparable AS b
  ON a.subject = b.subject
 AND a.property = b.property
 AND a.claim_id < b.claim_id
WHERE a.property = 'holder'
  AND (a.doc_id = b.doc_id OR (a.as_of_first <= b.as_of_last + 7 AND b.as_of_first <= a.as_of_last + 7))
