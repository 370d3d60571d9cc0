-- severity = "warning"
-- why = "Parts that are listed to the last must come to their total: a number was mistyped, or a part is missing."
-- description = "Numbers that are listed as all the parts of another (12 people: nine drivers and three guards), and the cells of a column above the row that adds them up, must come to it, within the rounding that their digits show."
-- guards = "Parts are not added up where the list may go on (including, among them), where a column holds shares, averages or years, or where a row is a part of another."
-- measured = { read = 0, real = 0, on = "772 news reports give nothing to compare" }
-- roles = ["part", "whole"]
WITH parts AS (
    SELECT
        subject,
        list(claim_id ORDER BY start, claim_id) AS claims,
        sum(low) AS low,
        sum(least) AS least,
        sum(most) AS most,
        bool_and(least IS NOT NULL AND low IS NOT NULL) AND bool_and(most IS NOT NULL) AS closed
    FROM comparable
    WHERE property = 'sum_part'
    GROUP BY subject
)
SELECT
    list_append(p.claims, w.claim_id) AS claims,
    regexp_replace(format('{:,.9f}', p.low::DOUBLE), '\.?0+$', '') AS expected,
    w.value AS observed,
    p.least <= w.most AND w.least <= p.most AS agrees
FROM comparable AS w
JOIN parts AS p USING (subject)
WHERE w.property = 'sum_total' AND p.closed
