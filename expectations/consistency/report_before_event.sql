-- severity = "info"
-- why = "No document tells of what has not happened yet: the date is wrong, or that of the document, or the words mean a plan."
-- description = "The date of a happening that is told in a past tense must not be later than the day of the document."
-- guards = "Only dates with their year in the clause of the happening, a verb in a past tense beside them, and documents whose own date is given apart from their text; one day for time zones."
-- measured = { read = 0, real = 0, on = "772 news reports: none open of 36 compared" }
-- explained_by = ["metadata_suspect"]
-- roles = ["statement"]
-- wrong = "it is told as past before it happened"
SELECT
    [claim_id] AS claims,
    as_of_last || ' or earlier' AS expected,
    value AS observed,
    first <= as_of_last + 1 AS agrees
FROM comparable
WHERE property = 'told_as_past'
  AND first IS NOT NULL
