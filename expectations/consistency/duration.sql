-- severity = "info"
-- why = "How long something lasted follows from its first and its last day: where the text says another length, one of the three is wrong."
-- description = "A length (a ten-day strike, it lasted three years) against the stretch of days, months or years that the same sentence gives for it."
-- guards = "One length and one stretch in a sentence, with few words between them; both ends may count, weeks may be some days more or less. No hedged length, and none that is finer than the stretch."
-- measured = { read = 0, real = 0, on = "772 news reports give nothing to compare" }
-- roles = ["premise", "statement"]
WITH paired AS (
    SELECT
        s.claim_id AS stretch_id,
        l.claim_id AS length_id,
        l.value,
        l.unit,
        l.low::INTEGER AS told,
        CASE l.unit
            WHEN 'd' THEN s.last - s.first
            WHEN 'wk' THEN (s.last - s.first + 1) // 7
            WHEN 'mo' THEN date_diff('month', s.first, s.last)
            WHEN 'a' THEN date_diff('year', s.first, s.last)
        END AS shorter,  -- without the last day, week, month or year
        CASE l.unit
            WHEN 'wk' THEN (s.last - s.first + 7) // 7
            ELSE shorter + 1
        END AS longer
    FROM comparable AS l
    JOIN comparable AS s
      ON s.subject = l.subject AND s.property = 'stretch'
    WHERE l.property = 'lasted'
)
SELECT
    [stretch_id, length_id] AS claims,
    CASE WHEN shorter = longer THEN shorter::VARCHAR ELSE shorter || ' or ' || longer END || ' ' || unit AS expected,
    value AS observed,
    told BETWEEN shorter AND longer AS agrees
FROM paired
