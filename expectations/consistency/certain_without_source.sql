-- severity = "info"
-- why = "A text that calls something certain and names nobody who says so asks to be believed."
-- description = "A sentence that says that a deed or a number is certain (there is no doubt that, everybody knows that) must have a source: somebody whose words they are."
-- guards = "Only certainty in so many words; speakers without a name (experts, observers) are no source. A sentence with quotation marks whose speaker was not found is not compared."
-- measured = { read = 0, real = 0, on = "772 news reports: none open of 3 compared" }
-- roles = ["statement"]
-- wrong = "nobody is named who says so"
SELECT
    [claim_id] AS claims,
    'somebody who is named' AS expected,
    text AS observed,
    text <> 'nobody' AS agrees
FROM comparable
WHERE property = 'certainty'
