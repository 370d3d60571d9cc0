-- severity = "warning"
-- why = "A text that counts days or years from a happening says when it was; its own dates must fit."
-- description = "A distance from a happening (one day after it), the years that a relation has lasted (for the past 70 years), and those that an anniversary counts, against the dates that the same document gives. Years are taken at the grain of a year, plus or minus one: people count both ends. Hedged distances (more than, about) are not compared."
-- guards = "Hedged distances, distances without a dated speaker, and anniversaries that are still to come are not compared."
-- undecided = "it is not known from which day it is counted"
-- measured = { read = 0, real = 0, on = "772 news reports give nothing to compare" }
-- explained_by = ["counted_from_another"]
-- roles = ["premise", "statement"]
WITH shifted AS (
    SELECT
        *,
        CASE unit
            WHEN 'd' THEN as_of_first - to_days(low::INTEGER)
            WHEN 'mo' THEN date_trunc('month', as_of_first) - to_months(low::INTEGER)
            WHEN 'a' THEN date_trunc('year', as_of_first) - to_years(low::INTEGER)
        END::DATE AS early,
        CASE unit
            WHEN 'd' THEN as_of_last - to_days(low::INTEGER)
            WHEN 'mo' THEN last_day((date_trunc('month', as_of_last) - to_months(low::INTEGER))::DATE)
            WHEN 'a' THEN date_trunc('year', as_of_last) - to_years(low::INTEGER) + to_years(1) - to_days(1)
        END::DATE AS late,
        CASE unit WHEN 'd' THEN 10 WHEN 'mo' THEN 7 ELSE 4 END AS width,  -- of an ISO date at that grain
        left(early::VARCHAR, width) AS from_day,
        left(late::VARCHAR, width) AS to_day
    FROM comparable
    WHERE property = 'date_offset' AND comparator = '='
),
started AS (
    SELECT
        *,
        -- both are null where one end of the day of speaking is not known: nothing can be computed then
        year(as_of_first) - low::INTEGER + 0 * year(as_of_last) AS early,
        year(as_of_last) - low::INTEGER + 0 * year(as_of_first) AS late
    FROM comparable
    WHERE property = 'relations_elapsed' AND comparator = '='
)
SELECT
    [o.claim_id, d.claim_id] AS claims,
    CASE WHEN o.from_day = o.to_day THEN o.from_day ELSE o.from_day || '/' || o.to_day END AS expected,
    d.value AS observed,
    o.early <= d.last AND d.first <= o.late AS agrees
FROM shifted AS o
JOIN comparable AS d
  ON d.subject = o.subject AND d.doc_id = o.doc_id AND d.property = 'date' AND d.modality = 'real'
UNION ALL
SELECT
    [e.claim_id, s.claim_id] AS claims,
    CASE WHEN e.early = e.late THEN e.early::VARCHAR ELSE e.early || '/' || e.late END AS expected,
    s.value AS observed,
    year(s.first) <= e.late + 1 AND e.early - 1 <= year(s.last) AS agrees
FROM started AS e
JOIN comparable AS s
  ON s.subject = e.subject AND s.doc_id = e.doc_id AND s.property = 'relations_start' AND s.modality = 'real'
