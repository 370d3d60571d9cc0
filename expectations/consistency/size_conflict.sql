-- severity = "info"
-- why = "A river, a bridge or a border has one length: of two, one is wrong, or was measured otherwise."
-- description = "Two sizes of one dimension (length, height, width, depth) of a thing that has a name, or of the border of two states, also in two units."
-- guards = "Only full names, the same in both places; a border only where the sentence names two states and no third. Rounding and hedges are allowed."
-- measured = { read = 0, real = 0, on = "772 news reports give nothing to compare" }
-- explained_by = ["rounding", "unit_conversion"]
SELECT
    [a.claim_id, b.claim_id] AS claims,
    a.value AS expected,
    b.value AS observed,
    a.unit = b.unit AND coalesce(a.least <= b.most, true) AND coalesce(b.least <= a.most, true) AS agrees
FROM comparable AS a
JOIN comparable AS b
  ON a.subject = b.subject
 AND a.property = b.property
 AND a.via = b.via
 AND a.modality = b.modality
 AND a.claim_id < b.claim_id
JOIN units AS ua ON ua.code = a.unit
JOIN units AS ub ON ub.code = b.unit AND ub.base = ua.base
WHERE a.property = 'size'
