"""Facts from one document: times, figures, entities, attributions, events.

`document.py` runs the extractors in their order; `base.py` says what an extractor is; `annotate.py` is the exchange
format.
"""
