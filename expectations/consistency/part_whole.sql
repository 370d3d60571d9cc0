-- severity = "error"
-- why = "A part is never greater than its whole: one of the two numbers is wrong."
-- description = "A number that is said to be included in another (13 people, including nine drivers) must not be greater than it."
-- guards = "An age (including a 6-year-old), a share, and numbers with dozens, others or another clause between them are no part and whole; nor are things of different kinds."
-- measured = { read = 0, real = 0, on = "772 news reports: none open of 19 compared" }
-- roles = ["whole", "part"]
SELECT
    [w.claim_id, p.claim_id] AS claims,
    CASE w.comparator WHEN '=' THEN 'at most ' ELSE '' END || w.value AS expected,
    p.value AS observed,
    coalesce(p.least <= w.most, true) AS agrees
FROM comparable AS w
JOIN comparable AS p
  ON p.subject = w.subject AND p.property = 'part'
WHERE w.property = 'whole'
