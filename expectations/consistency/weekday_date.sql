-- severity = "error"
-- why = "A date and its weekday are written together so that nobody mistakes the day: where they do not fit, one of them is wrong."
-- description = "The weekday that is written with a full date must be the weekday of that date."
-- guards = "A date without its year is not compared, since the year would be a guess; nor one before 1924, which may be of the Julian calendar."
-- measured = { read = 0, real = 0, on = "772 news reports: none open of 76 compared" }
-- roles = ["premise", "statement"]
SELECT
    [d.claim_id, w.claim_id] AS claims,
    dayname(d.first) AS expected,
    w.text AS observed,
    dayname(d.first) = w.text AS agrees
FROM comparable AS d
JOIN comparable AS w
  ON w.subject = d.subject AND w.property = 'weekday'
WHERE d.property = 'written_date'
  AND d.first >= DATE '1924-01-01'
