"""Which documents report one incident: their words and names, their days, average linkage.

Documents are compared by TF-IDF of their words and word pairs, and of their names (capitalised words inside sentences);
what the first lines say counts twice. Two documents whose days are further apart than the window report different
incidents, whatever their words; a document that nobody dates has the days that its text names in full, or none, and
then only its words decide. Groups grow by average linkage, best pair first: one report that mentions two incidents does
not chain them, as it would with connected components.

Only pairs that share a feature of few documents are compared, so that nothing grows with the square of the collection.
"""

import heapq
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from regesta.compare.reading import Reading
from regesta.tables import Incident

__all__ = ["THRESHOLD", "WINDOW", "Pair", "find_alike", "find_incidents", "incident_rows"]

Pair = tuple[str, str]
"""The ids of two documents, the smaller first."""

WINDOW = 30
"""Days that reports of one incident may be apart."""

THRESHOLD = 0.17
"""The average likeness (a cosine) above which two groups are one."""

RELATED = 0.13
"""The likeness from which two documents are about one subject, if not of one incident."""

NAMES = 0.4
"""The weight of names; the rest is that of words."""

LEAD = 250
"""Characters at the beginning of a document that count twice."""

STEM = 6
"""Letters of a word by which its forms are one."""

SHORT = 3
"""Words up to this length are grammar, unless they are numbers."""

COMMON = 100
"""A feature of more documents than this says nothing about two of them."""

FLOOR = 50.0
"""Added to the squared length of a vector: who shares the only name of a short text is not yet alike."""

LEAST = 0.02
"""What the rare features of two documents must have in common for the two to be compared at all."""

ROWS = 1_000
"""Documents that are held against all others at once."""

_WORD = re.compile(r"[^\W_]+")

Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def find_incidents(readings: Sequence[Reading]) -> dict[str, str]:
    """The incident of each document: the smallest id of a document that reports it. The order does not matter."""
    return find_alike(readings)[0]


def find_alike(readings: Sequence[Reading]) -> tuple[dict[str, str], frozenset[Pair]]:
    """The incident of each document, and the pairs of dated documents (smaller id first) that are about one subject.

    What two such documents report may be one incident or not: that is for what they report to show.
    """
    ordered = sorted(readings, key=lambda reading: reading.document.doc_id)
    ids = [reading.document.doc_id for reading in ordered]
    days = [_days(reading) for reading in ordered]
    likeness = list(_likeness(ordered, days))
    group = _linked(len(ids), likeness, days)
    related = frozenset(
        (ids[left], ids[right]) for left, right, cosine in likeness if cosine >= RELATED and days[left] and days[right]
    )
    return {doc_id: ids[group[place]] for place, doc_id in enumerate(ids)}, related


def incident_rows(reported: Mapping[str, str]) -> list[Incident]:
    """The incidents of documents as rows."""
    return [Incident(incident_id=incident, doc_id=doc_id) for doc_id, incident in sorted(reported.items())]


def _days(reading: Reading) -> tuple[int, ...]:
    """The day of publication, and every day that the text gives in full: a later report looks back to its incident."""
    document = reading.document
    days = {t.first.toordinal() for t in reading.times if t.basis == "explicit" and t.first and t.first == t.last}
    if document.published_first and document.published_first == document.published_last:
        days.add(document.published_first.toordinal())
    return tuple(sorted(days))


def _near(left: Sequence[int], right: Sequence[int]) -> bool:
    """Whether two sets of days come within the window; a set of none is near everything."""
    if not left or not right:
        return True
    return any(bisect_left(right, day - WINDOW) < bisect_right(right, day + WINDOW) for day in left)


def _likeness(readings: Sequence[Reading], days: Sequence[Sequence[int]]) -> Iterator[tuple[int, int, float]]:
    """The likeness of each two documents, smaller number first, that share a rare feature and whose days are near."""
    # takes half a second, which whoever only reads a run should not wait for
    from scipy import sparse  # type: ignore[import-untyped]

    words, names = _features(readings)
    whole = sparse.hstack([_weighted(words, 1 - NAMES), _weighted(names, NAMES)], format="csr")
    held = np.bincount(whole.indices, minlength=whole.shape[1])
    whole = whole[:, held > 1]
    rare = whole[:, np.bincount(whole.indices, minlength=whole.shape[1]) <= COMMON]
    for first in range(0, len(readings), ROWS):
        found = sparse.triu(rare[first : first + ROWS] @ rare.T, k=first + 1).tocoo()
        alike = found.data >= LEAST
        left, right = found.row[alike] + first, found.col[alike]
        kept = np.array([_near(days[a], days[b]) for a, b in zip(left, right, strict=True)], dtype=bool)
        left, right = left[kept], right[kept]
        cosine = np.asarray(whole[left].multiply(whole[right]).sum(axis=1)).ravel()
        yield from zip(left.tolist(), right.tolist(), cosine.tolist(), strict=True)


@dataclass(frozen=True, slots=True)
class _Counts:
    """How often a document has a feature, for each pair of them."""

    document: Numbers
    feature: Numbers
    documents: int


def _features(readings: Sequence[Reading]) -> tuple[_Counts, _Counts]:
    """The words and word pairs of all documents, and their names."""
    ids: dict[str, int] = {}
    words: list[int] = []
    owner: list[int] = []
    names: list[int] = []
    named: list[int] = []
    for number, reading in enumerate(readings):
        for sentence in reading.sentences:
            found = [w for w in _WORD.findall(sentence.quote) if len(w) > SHORT or w.isdigit()]
            stems = [ids.setdefault(word[:STEM].lower(), len(ids)) for word in found]
            capitals = [
                ids.setdefault(word.lower(), len(ids))
                for word in _WORD.findall(sentence.quote)[1:]
                if word[0].isupper()
            ]
            again = 2 if sentence.start < LEAD else 1
            words += stems * again
            owner += [number] * (len(stems) * again)
            names += capitals * again
            named += [number] * (len(capitals) * again)
    word, document = np.array(words, dtype=np.int64), np.array(owner, dtype=np.int64)
    paired = document[1:] == document[:-1]
    pairs = (word[:-1] + 1) * len(ids) + word[1:]
    both = _Counts(
        np.concatenate([document, document[1:][paired]]), np.concatenate([word, pairs[paired]]), len(readings)
    )
    return both, _Counts(np.array(named, dtype=np.int64), np.array(names, dtype=np.int64), len(readings))


def _weighted(counts: _Counts, share: float) -> Any:
    """A sparse matrix of documents by features: sublinear TF-IDF, rows of length sqrt(share)."""
    from scipy import sparse

    known, feature = np.unique(counts.feature, return_inverse=True)
    both, times = np.unique(counts.document * max(len(known), 1) + feature, return_counts=True)
    row, column = both // max(len(known), 1), both % max(len(known), 1)
    idf = np.log((1 + counts.documents) / (1 + np.bincount(column, minlength=len(known)))) + 1
    weight = (1 + np.log(times)) * idf[column]
    norm = np.sqrt(np.bincount(row, weights=weight**2, minlength=counts.documents) + FLOOR)
    weight = weight / norm[row] * np.sqrt(share)
    return sparse.csr_matrix((weight, (row, column)), shape=(counts.documents, len(known)))


def _linked(size: int, likeness: Iterable[tuple[int, int, float]], days: Sequence[tuple[int, ...]]) -> list[int]:
    """The smallest number in the group of each, by average linkage; pairs that are not given are not alike at all."""
    groups = _Groups(size, days)
    for left, right, cosine in likeness:
        groups.beside[left][right] = groups.beside[right][left] = cosine
    return groups.joined()


class _Groups:
    """Groups that grow: `beside` holds the sum of likenesses to each other group that has any."""

    def __init__(self, size: int, days: Sequence[tuple[int, ...]]) -> None:
        self.members: dict[int, list[int]] = {number: [number] for number in range(size)}
        self.beside: dict[int, dict[int, float]] = {number: {} for number in range(size)}
        self.days = dict(enumerate(days))

    def joined(self) -> list[int]:
        """Join the likest two as long as they are like enough; of equals, those with the smallest members."""
        heap = [
            entry
            for left in self.beside
            for right in self.beside[left]
            if left < right and (entry := self._entry(left, right))
        ]
        heapq.heapify(heap)
        while heap:
            score, left, right = heapq.heappop(heap)
            if self._entry(left, right) != (score, left, right) or not _near(self.days[left], self.days[right]):
                continue
            self._join(left, right)
            for other in sorted(self.beside[left]):
                if entry := self._entry(*sorted((left, other))):
                    heapq.heappush(heap, entry)
        return [number for _, number in sorted((m, number) for number, held in self.members.items() for m in held)]

    def _entry(self, left: int, right: int) -> tuple[float, int, int] | None:
        if left not in self.members or right not in self.members:
            return None
        likeness = self.beside[left][right] / (len(self.members[left]) * len(self.members[right]))
        return (-likeness, left, right) if likeness >= THRESHOLD else None

    def _join(self, left: int, right: int) -> None:
        """Put the group of the greater number into that of the smaller."""
        self.members[left] += self.members.pop(right)
        self.days[left] = tuple(sorted({*self.days[left], *self.days[right]}))
        for other, total in self.beside.pop(right).items():
            del self.beside[other][right]
            if other != left:
                self.beside[left][other] = self.beside[other][left] = self.beside[left].get(other, 0) + total
