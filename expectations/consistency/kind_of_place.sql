-- severity = "info"
-- why = "Who calls a city a state, or a province by the word for those of another country, took one place for another."
-- description = "The kind of place that a text names (the state of Bihar, Sindh province) must be one that the gazetteer has for it: for a city, one of the kinds of divisions of its country, since divisions may be called like their chief town."
-- guards = "Only names that mean one place; words that are used of many kinds (region, district, territory) are not compared."
-- measured = { read = 0, real = 0, on = "772 news reports: none open of 7 compared" }
-- roles = ["premise", "statement"]
-- wrong = "the gazetteer knows it as something else"
SELECT
    [k.claim_id, t.claim_id] AS claims,
    k.text AS expected,
    t.text AS observed,
    list_contains(string_split(k.via, ' '), t.text) AS agrees
FROM comparable AS t
JOIN comparable AS k
  ON k.subject = t.subject AND k.property = 'kind_listed'
WHERE t.property = 'kind_told'
