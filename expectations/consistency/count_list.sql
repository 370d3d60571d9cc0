-- severity = "warning"
-- why = "A text that announces a number of things and then lists another number of them has lost or gained one."
-- description = "The number that is announced (four areas: ...) must be that of the items that follow it, or of the points that are then counted off (the first, the second ...)."
-- guards = "Nothing is counted where the list may go on (including, such as, others), holds numbers or clauses, or mixes names with words; an “and” inside an item may or may not part it."
-- measured = { read = 0, real = 0, on = "772 news reports give nothing to compare" }
-- roles = ["statement", "part"]
SELECT
    [a.claim_id, l.claim_id] AS claims,
    a.value AS expected,
    l.value AS observed,
    a.low BETWEEN l.low AND l.high AS agrees
FROM comparable AS a
JOIN comparable AS l
  ON l.subject = a.subject AND l.property = 'listed'
WHERE a.property = 'announced'
