-- severity = "warning"
-- why = "A number that is right by a factor of a thousand, or with another unit, was copied with the wrong word beside it."
-- description = "A quantity that is given in two units at once (105 km, in brackets 65 miles) must be one quantity. Two figures of one measure of one happening must not differ by exactly a thousand, a million or a billion, nor be one number in two currencies."
-- guards = "Rounding to the written place, and seven in a hundred, are allowed; currencies have no fixed rate and are not converted, nor are temperatures."
-- measured = { read = 0, real = 0, on = "772 news reports: none open of 11 compared" }
WITH quantities AS (
    SELECT c.*, u.base, u.factor, c.low::DOUBLE AS amount
    FROM comparable AS c
    JOIN units AS u ON u.code = c.unit
    WHERE c.property IN ('quantity', 'converted') AND c.low IS NOT NULL AND c.low > 0
),
converted AS (
    SELECT
        [q.claim_id, c.claim_id] AS claims,
        printf('%.4g %s', q.amount * q.factor / c.factor, c.unit) AS expected,
        c.value AS observed,
        q.amount * q.factor / c.factor AS due,
        c.amount AS given,
        greatest(0.5, 0.5 * q.factor / c.factor) AS half
    FROM quantities AS q
    JOIN quantities AS c ON c.subject = q.subject AND c.base = q.base
    WHERE q.property = 'quantity' AND c.property = 'converted'
)
SELECT claims, expected, observed, abs(due - given) <= greatest(0.07 * due, half) AS agrees
FROM converted
UNION ALL
SELECT
    [a.claim_id, b.claim_id] AS claims,
    a.value AS expected,
    b.value AS observed,
    CASE WHEN a.unit = b.unit THEN NOT slips(a.low, b.low) ELSE a.low <> b.low END AS agrees
FROM comparable AS a
JOIN comparable AS b
  ON a.subject = b.subject
 AND a.property = b.property
 AND a.modality = b.modality
 AND a.scope IS NOT DISTINCT FROM b.scope
 AND a.via IS NOT DISTINCT FROM b.via
 AND a.claim_id < b.claim_id
WHERE a.subject LIKE 'event:%'
  AND a.property <> 'date_offset'
  AND a.low IS NOT NULL
  AND b.low IS NOT NULL
  AND (a.unit <> b.unit OR slips(a.low, b.low))
