"""Which sentences are copied from an older document, and who is behind a document: copies are no independent support.

A sentence is a copy when at least half of its five-word shingles stand in one older document; of several, the oldest is
its origin. Containment, not resemblance: a short dispatch inside a long page is found, and a page that copies one item
and writes the rest itself is a copy only in that item (A. Broder, "On the resemblance and containment of documents",
1997). The index of shingles is exact: no pair is missed, and the cost grows with the text, not with its square, because
each shingle is only held against the oldest documents that have it.

Behind a document stands the agency that its dateline or byline credits, else its publisher. Documents of one origin are
one independent source. Nothing here is transitive: a newsletter that copies two agencies does not make one of them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from regesta.compare.comparable import shown
from regesta.compare.reading import Reading, rows_of
from regesta.compare.vocabulary import vocabulary
from regesta.tables import Claim, Copy, Document, Metadata, Passage, Row, Source, SourceDocument

__all__ = ["Copies", "find_copies"]

SHINGLE = 5
"""Words of a shingle."""

SHARE = 0.5
"""The share of a sentence's shingles that a copy has in common with its original, and of a document's a version."""

ENOUGH = 6
"""So many common shingles (ten words in a row) are no chance."""

OLDEST = 16
"""A shingle is held against so many of the oldest documents that have it."""

_WORD = re.compile(r"[^\W_]+")
_CREDIT = re.compile(r"\((?:the )?(?P<name>[A-Z][^()\d\n]{1,50})\)\s*[-\u2013\u2014]")
_HEAD = 300
"""Characters at the beginning of a text in which a dateline can credit an agency."""

_MIX = np.uint64(0x9E3779B97F4A7C15)
"""An odd number by which hashes of words become a hash of their sequence."""

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Copies:
    """The copied sentences of all documents, and the group of each document by its origin."""

    rows: Sequence[Copy]
    documents: Mapping[str, Document]
    groups: Mapping[str, str]
    """The smallest document id with the same origin, by document."""
    origins: Mapping[str, str]
    """The name of who is behind a document, in lower case, where it is known."""

    def marked(self, claims: Sequence[Claim], readings: Mapping[str, Reading]) -> Iterator[Claim]:
        """The claims, each with its copy group; one that is copied speaks for the day of its original.

        A claim is copied when its sentence is, and the original claims the same: a dispatch that is sent again with
        another number copies all but the number.
        """
        held = {row.passage_id: row.of_doc_id for row in self.rows}
        said = {_said(claim, claim.doc_id) for claim in claims}
        for claim in claims:
            sentence = readings[claim.doc_id].sentence(claim.start)
            original = held.get(sentence.passage_id) if sentence else None
            if original and _said(claim, original) in said:
                yield self._copied(claim, original, readings[claim.doc_id])
            else:
                yield replace(claim, copy_group=self.groups[claim.doc_id])

    def _copied(self, claim: Claim, original: str, reading: Reading) -> Claim:
        first, last = claim.as_of_first, claim.as_of_last
        document = self.documents[original]
        if (first, last) == reading.as_of() and document.published_last:
            first, last = document.published_first, document.published_last
        group = self.groups[original]
        return replace(claim, copy_group=group, copied_from=original, as_of_first=first, as_of_last=last)


def find_copies(readings: Sequence[Reading], tables: Mapping[str, list[Row]]) -> Copies:
    """The copies among documents; `tables` say who published them. The order of neither matters."""
    documents = {reading.document.doc_id: reading.document for reading in readings}
    origins = _origins(documents, tables)
    groups = _groups(documents, origins)
    ordered = sorted(readings, key=lambda reading: _age(reading.document))
    return Copies(tuple(_rows(ordered, groups)), documents, groups, origins)


def _said(claim: Claim, doc_id: str) -> tuple[str | None, ...]:
    """What a claim says, as if another document said it."""
    return doc_id, claim.property, claim.via, claim.scope, shown(claim)


def _age(document: Document) -> tuple[date, date, str]:
    """The order in which documents were published; one that nobody dates may be a copy, and is no original."""
    return document.published_last or date.max, document.published_first or date.max, document.doc_id


def _groups(documents: Mapping[str, Document], origins: Mapping[str, str]) -> dict[str, str]:
    first: dict[str, str] = {}
    for doc_id in sorted(documents):
        first.setdefault(origins.get(doc_id, doc_id), doc_id)
    return {doc_id: first[origins.get(doc_id, doc_id)] for doc_id in documents}


def _origins(documents: Mapping[str, Document], tables: Mapping[str, list[Row]]) -> dict[str, str]:
    """The name of who is behind each document, where it is known: a credited agency, the publisher, the site."""
    named: dict[str, str] = {}
    for entry in rows_of(tables, "metadata", Metadata):
        if entry.name == "site" and entry.rank == 0:
            named.setdefault(entry.doc_id, entry.value)
    publishers = {s.source_id: s.publisher for s in rows_of(tables, "sources", Source) if s.publisher}
    links = rows_of(tables, "source_documents", SourceDocument)
    for link in sorted(links, key=lambda link: link.source_id, reverse=True):
        if publisher := publishers.get(link.source_id):
            named[link.doc_id] = publisher
    bylines = [p for p in rows_of(tables, "passages", Passage) if p.kind == "byline"]
    named.update((p.doc_id, agency) for p in bylines if (agency := vocabulary().agency(p.quote)))
    for document in documents.values():
        if credit := _CREDIT.search(document.text, 0, _HEAD):
            named[document.doc_id] = vocabulary().agency(credit["name"]) or credit["name"]
    return {doc_id: " ".join(name.casefold().split()) for doc_id, name in named.items()}


@dataclass(frozen=True, slots=True)
class _Shingles:
    """Every shingle: its hash, the number of its sentence, and the number of its document (by age)."""

    value: npt.NDArray[np.uint64]
    sentence: Numbers
    document: Numbers


def _rows(readings: Sequence[Reading], groups: Mapping[str, str]) -> Iterator[Copy]:
    sentences = [sentence for reading in readings for sentence in reading.sentences]
    shingles = _shingles(readings)
    sizes = np.bincount(shingles.sentence, minlength=len(sentences))
    lengths = np.bincount(shingles.document, minlength=len(readings))
    found = _shared(shingles)
    versions = _versions(found, readings, lengths)
    chosen = _chosen(found, sizes)
    for number, (older, share) in sorted(chosen.items()):
        sentence, original = sentences[number], readings[older].document.doc_id
        same = groups[sentence.doc_id] == groups[original]
        yield Copy(
            passage_id=sentence.passage_id,
            doc_id=sentence.doc_id,
            of_doc_id=original,
            kind="version" if same and (sentence.doc_id, original) in versions else "copy",
            share=Decimal(round(share, 2)).quantize(Decimal("0.01")),
        )


def _shingles(readings: Sequence[Reading]) -> _Shingles:
    """The shingles of each sentence, hashed; a sentence shorter than a shingle has none."""
    hashes: dict[str, int] = {}
    words: list[int] = []
    lengths: list[int] = []
    owner: list[int] = []
    for number, reading in enumerate(readings):
        for sentence in reading.sentences:
            found = _WORD.findall(sentence.quote.lower())
            lengths.append(len(found))
            owner.append(number)
            for word in found:
                if word not in hashes:
                    hashes[word] = int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big")
                words.append(hashes[word])
    value = np.array(words, dtype=np.uint64)
    place = np.repeat(np.arange(len(lengths)), lengths)
    whole = max(len(value) - SHINGLE + 1, 0)
    inside = place[:whole] == place[len(value) - whole :]
    mixed = np.zeros(whole, dtype=np.uint64)
    for nth in range(SHINGLE):
        mixed = mixed * _MIX + value[nth : nth + whole]
    kept = place[:whole][inside]
    return _Shingles(mixed[inside], kept, np.array(owner, dtype=np.int64)[kept])


@dataclass(frozen=True, slots=True)
class _Shared:
    """How many shingles of a sentence stand in an older document, for each pair that has any."""

    sentence: Numbers
    document: Numbers
    older: Numbers
    count: Numbers


def _shared(shingles: _Shingles) -> _Shared:
    order = np.lexsort((shingles.document, shingles.value))
    value, document, sentence = shingles.value[order], shingles.document[order], shingles.sentence[order]
    begins = np.ones(len(value), dtype=bool)
    begins[1:] = value[1:] != value[:-1]
    fresh = begins.copy()  # the first shingle of each document in the run of one value
    fresh[1:] |= document[1:] != document[:-1]
    run = np.cumsum(begins) - 1
    held_run, held_document = run[fresh], document[fresh]
    start = np.searchsorted(held_run, run)  # where the holders of each shingle begin, oldest first
    end = np.searchsorted(held_run, run, side="right")
    pairs: list[tuple[Numbers, Numbers]] = []
    for nth in range(OLDEST):
        place = start + nth
        inside = place < end
        older = held_document[np.where(inside, place, 0)] if len(held_document) else place
        kept = inside & (older < document)
        pairs.append((sentence[kept], older[kept]))
    return _counted(pairs, shingles)


def _counted(pairs: Sequence[tuple[Numbers, Numbers]], shingles: _Shingles) -> _Shared:
    sentence = np.concatenate([pair[0] for pair in pairs])
    older = np.concatenate([pair[1] for pair in pairs])
    width = int(shingles.document.max(initial=0)) + 1
    both, count = np.unique(sentence * width + older, return_counts=True)
    owner = np.zeros(int(shingles.sentence.max(initial=0)) + 1, dtype=np.int64)
    owner[shingles.sentence] = shingles.document
    return _Shared(both // width, owner[both // width], both % width, count)


def _versions(found: _Shared, readings: Sequence[Reading], lengths: Numbers) -> set[tuple[str, str]]:
    """The pairs of a document and an older one that has most of its text."""
    width = len(readings)
    both, place = np.unique(found.document * width + found.older, return_inverse=True)
    shared = np.bincount(place, weights=found.count, minlength=len(both))
    most = both[shared >= SHARE * lengths[both // max(width, 1)]].tolist()
    ids = [reading.document.doc_id for reading in readings]
    return {(ids[pair // width], ids[pair % width]) for pair in most}


def _chosen(found: _Shared, sizes: Numbers) -> dict[int, tuple[int, float]]:
    """The oldest document that has half of each copied sentence, with the share.

    A sentence too short to be told from chance is copied when all of it is, and a sentence beside it is, from there.
    """
    share = found.count / np.maximum(sizes[found.sentence], 1)
    likely = share >= SHARE
    rows = list(
        zip(
            found.sentence[likely].tolist(),
            found.older[likely].tolist(),
            found.count[likely].tolist(),
            share[likely].tolist(),
            strict=True,
        )
    )
    sure = {(sentence, older) for sentence, older, count, _ in rows if count >= ENOUGH}
    chosen: dict[int, tuple[int, float]] = {}
    for sentence, older, _, part in rows:
        beside = {(sentence - 1, older), (sentence + 1, older)} & sure
        if (sentence, older) in sure or (part == 1 and beside):
            chosen.setdefault(sentence, (older, part))
    return chosen
