-- severity = "error"
-- why = "What came after something cannot have come before it: an order or a date is wrong."
-- description = "What a text says of the order of happenings (the trial after the attack) must fit their dates. All orders and dates are put into one network; a cycle that cannot be is the conflict, with the claims on it."
-- guards = "Only happenings that are told as real, with few words and no other clause between them, or each alone in one of two sentences (before that, ...); days that overlap fit."
-- measured = { read = 0, real = 0, on = "772 news reports: none open of 1 compared" }
-- roles = ["premise", "statement"]
SELECT claims, expected, observed, agrees FROM orders
