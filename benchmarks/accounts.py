"""Precision and recall of who says what in the paragraphs in which people speak.

What counts as right is said in data/README.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from benchmarks import gold
from benchmarks.gold import Account, Spoken
from benchmarks.paragraphs import Note, noted, silent
from benchmarks.tally import Score
from regesta.extract.annotate import document
from regesta.extract.document import extract_document, extractors_for
from regesta.spans import Span
from regesta.tables import Attribution

__all__ = ["GROUPS", "MEASURES", "measure", "score_account"]

GROUPS = ("accounts open", "accounts holdout")
MEASURES = ("cue", "speaker", "content", "depth", "day")
SAME = 0.8
"""The share of characters that two contents must have in common, of those of either."""


def measure(errors: list[str]) -> dict[str, dict[str, Score]]:
    """Scores by group and measure; what is wrong in open paragraphs is added to `errors`.

    Raises:
        GoldError: gold does not fit its text.
    """
    scores = {group: {name: Score() for name in MEASURES} for group in GROUPS}
    for account in gold.load_accounts():
        doc = extract_document(document(account.text, account.published), extractors_for({"attributions"}))
        note = silent if account.holdout else partial(noted, errors, account.id)
        score_account(scores[GROUPS[account.holdout]], account, doc.rows(Attribution), note)
    return scores


def score_account(scores: Mapping[str, Score], account: Account, rows: Iterable[Attribution], note: Note) -> None:
    """Count what was found in one text. Rows with one cue are parts of one saying; optional ones count nowhere."""
    found: dict[Span, list[Attribution]] = {}
    for row in rows:
        found.setdefault(Span(row.start, row.end), []).append(row)
    pairs = _pairs(account.said, found)
    excused = {cue for entry, cue in pairs if entry.optional}
    pairs = [(entry, cue) for entry, cue in pairs if not entry.optional]
    due = [entry for entry in account.said if not entry.optional]
    given = [parts for cue, parts in found.items() if cue not in excused]
    scores["cue"].add(len(pairs), len(given), len(due))
    right = [_right(account.text, entry, found[cue], note) for entry, cue in pairs]
    for name in ("speaker", "content", "depth"):
        scores[name].add(sum(name in names for names in right), len(given), len(due))
    dated = sum(entry.first is not None for entry in due)
    scores["day"].add(sum("day" in names for names in right), sum(p[0].said_first is not None for p in given), dated)
    hit = {entry for entry, _ in pairs}
    for entry in due:
        if entry not in hit:
            note("cue", "missed", f"{entry.quote!r} at {entry.start}")
    for cue in found.keys() - excused - {cue for _, cue in pairs}:
        note("cue", "spurious", f"{cue.of(account.text)!r} at {cue.start}")


def _pairs(wanted: Iterable[Spoken], found: Iterable[Span]) -> list[tuple[Spoken, Span]]:
    """Each saying with the cue that overlaps its own, one for one; optional ones come last."""
    unused, pairs = sorted(found), []
    for entry in sorted(wanted, key=lambda entry: entry.optional):
        cue = next((cue for cue in unused if cue.overlaps(entry.span)), None)
        if cue is not None:
            unused.remove(cue)
            pairs.append((entry, cue))
    return pairs


def _right(text: str, entry: Spoken, rows: Sequence[Attribution], note: Note) -> set[str]:
    """The names of the measures in which what was found is right."""
    row, right = rows[0], set[str]()
    wanted = _bare(text, entry.speaker.span) if entry.speaker else None
    speaker = None if row.speaker_start is None else Span(row.speaker_start, row.speaker_end or 0)
    content = [Span(part.content_start, part.content_end) for part in rows]
    for name, is_right, want, have in (
        ("speaker", (_bare(text, speaker) if speaker else None) == wanted, entry.speaker, row.speaker),
        ("content", _alike([part.span for part in entry.content], content), entry.content, _quotes(text, content)),
        ("depth", entry.depth == row.depth, entry.depth, row.depth),
        ("day", (entry.first, entry.last) == (row.said_first, row.said_last), entry.first, row.said_first),
    ):
        if is_right:
            right.add(name)
        else:
            note(name, "wrong", f"{entry.quote!r} at {entry.start}: {_shown(want)}, not {have}")
    return right if entry.first else right - {"day"}


def _bare(text: str, span: Span) -> Span:
    """A name without the article before it."""
    first, _, rest = span.of(text).partition(" ")
    return Span(span.start + len(first) + 1, span.end) if rest and first.lower() in ("the", "a", "an") else span


def _alike(one: Sequence[Span], other: Sequence[Span]) -> bool:
    left, right = ({at for span in spans for at in range(span.start, span.end)} for spans in (one, other))
    return len(left & right) >= SAME * len(left | right)


def _quotes(text: str, spans: Iterable[Span]) -> str:
    return " + ".join(repr(span.of(text)) for span in spans)


def _shown(wanted: object) -> str:
    if isinstance(wanted, tuple):
        return " + ".join(repr(part.quote) for part in wanted)
    return repr(wanted.quote) if isinstance(wanted, gold.Place) else str(wanted)
