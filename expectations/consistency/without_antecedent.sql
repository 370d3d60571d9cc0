-- severity = "info"
-- why = "A text that refers back to what it never mentioned was shortened, or put together from others."
-- description = "What a text calls aforementioned (the aforementioned attack) must have been mentioned before it."
-- guards = "Only happenings for which there are few words (attack, meeting, visit, deal, election, protest); any word before that can mean one counts, also a verb."
-- measured = { read = 0, real = 0, on = "772 news reports give nothing to compare" }
-- roles = ["statement"]
-- wrong = "it was not mentioned before"
SELECT
    [claim_id] AS claims,
    'a mention before “' || text || '”' AS expected,
    CASE WHEN low = 0 THEN 'none' ELSE value || ' before' END AS observed,
    low > 0 AS agrees
FROM comparable
WHERE property = 'mentions_before'
