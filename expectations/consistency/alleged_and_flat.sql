-- severity = "info"
-- why = "What one text only alleges, another tells as a fact: the allegation may have been proven meanwhile, or it was dropped on the way."
-- description = "A deed of one happening, of a doer who is named: told as alleged in one place and as a fact in another."
-- guards = "Only doers who are named alike; no document that tells of a verdict, a plea or a confession. What is reported of somebody else counts as told."
-- measured = { read = 0, real = 0, on = "772 news reports: none open of 18 compared" }
-- wrong = "what is alleged in one place is told as a fact in the other"
SELECT
    [a.claim_id, b.claim_id] AS claims,
    a.text AS expected,
    b.text AS observed,
    a.text = b.text AS agrees
FROM comparable AS a
JOIN comparable AS b
  ON a.subject = b.subject
 AND a.property = b.property
 AND a.via = b.via
 AND a.claim_id < b.claim_id
WHERE a.property = 'told_as'
