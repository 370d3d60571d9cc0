-- severity = "error"
-- why = "Nothing happened on a day that does not exist: the day, the month or the year is wrong."
-- description = "A date that is written in full must be a day of the calendar."
-- guards = "A date without its year is not compared, nor one that can be read in two orders (day or month first)."
-- measured = { read = 0, real = 0, on = "772 news reports: none open of 321 compared" }
-- roles = ["statement"]
SELECT
    [claim_id] AS claims,
    'a day of the calendar' AS expected,
    value AS observed,
    first IS NOT NULL AS agrees
FROM comparable
WHERE property = 'written_date'
