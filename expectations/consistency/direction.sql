-- severity = "error"
-- why = "What rose is higher than it was: where it is lower, the verb or one of the numbers is wrong."
-- description = "Of two numbers with one verb of change (rose to 5 from 7), the later must be higher if it rose, lower if it fell."
-- guards = "Only numbers of one unit with nothing but the preposition between them; no ranks or places, losses, or numbers below zero."
-- measured = { read = 0, real = 0, on = "772 news reports give nothing to compare" }
-- roles = ["earlier", "later"]
SELECT
    [b.claim_id, a.claim_id] AS claims,
    CASE a.via WHEN 'up' THEN 'more than ' ELSE 'less than ' END || b.value AS expected,
    a.value AS observed,
    CASE a.via WHEN 'up' THEN coalesce(a.most >= b.least, true) ELSE coalesce(a.least <= b.most, true) END AS agrees
FROM comparable AS a
JOIN comparable AS b
  ON b.subject = a.subject AND b.property = 'level_before' AND b.via = a.via
WHERE a.property = 'level_after'
