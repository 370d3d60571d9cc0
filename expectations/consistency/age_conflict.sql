-- severity = "warning"
-- why = "A person has one age on one day: where two are given, one is wrong, or two persons share a name."
-- description = "Two ages of one person, by the full name, must be one age, or fit the days for which they are given."
-- guards = "Only full names, with Jr or III a part of them; no age of another time (when he was, in 1995); who died is no older later. Up to three years between documents of which one has no day, or may be later than what it tells, are not decided."
-- undecided = "it is not known how long one was written after the other"
-- measured = { read = 0, real = 0, on = "772 news reports: none open above info of 324 compared; the rule as it was planned, in other code: 32 of 33 in news of 1,556 incidents" }
-- explained_by = ["ageing", "identity_suspect"]
SELECT
    [a.claim_id, b.claim_id] AS claims,
    a.value AS expected,
    b.value AS observed,
    CASE
        WHEN a.least <= b.most AND b.least <= a.most THEN true
        WHEN a.doc_id <> b.doc_id AND abs(a.low - b.low) <= 3
             AND (a.as_of_last IS NULL OR b.as_of_last IS NULL)
            THEN NULL
        ELSE false
    END AS agrees
FROM comparable AS a
JOIN comparable AS b
  ON a.subject = b.subject
 AND a.property = b.property
 AND a.claim_id < b.claim_id
WHERE a.property = 'age'
