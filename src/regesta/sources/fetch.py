"""What was downloaded, kept: an address is asked once, and every later run uses what it gave then.

The bytes are a blob like that of any file. Beside it a record says what came of asking for the address and when: the
one clock whose reading reaches a table, and it is read when the network is, never when a record is used again.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import Self
from urllib.parse import unquote, urlsplit

from regesta.config import Config
from regesta.errors import RunError
from regesta.formats import BUILTIN
from regesta.sources.web import Answer, DownloadError, Limits, download
from regesta.store import Blobs
from regesta.store.files import write_atomically

__all__ = ["Download", "Downloads", "file_name"]

FETCHED = "fetched"

_HOSTS_AT_ONCE = 8
_GENERIC = frozenset({"text/plain", "application/octet-stream", "binary/octet-stream"})
"""What servers say of files that they know nothing about."""
_SAME = {"application/xhtml+xml": "text/html", "text/x-markdown": "text/markdown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """What came of asking for an address.

    `state` is `fetched`, or why not (`unreachable`, `refused`, `too_large`) with a `reason`; `when` is the time at
    which the server was asked (UTC, ISO 8601). `final_url`, `media_type` and `charset` are as the server says;
    `sha256` and `bytes` are those of the body, unpacked.
    """

    url: str
    when: str
    state: str
    reason: str | None = None
    status: int | None = None
    final_url: str | None = None
    media_type: str | None = None
    charset: str | None = None
    sha256: str | None = None
    bytes: int | None = None

    @property
    def day(self) -> date:
        """The day of the download (UTC)."""
        return datetime.fromisoformat(self.when).date()


@dataclass(frozen=True, slots=True)
class Downloads:
    """The records of a folder, and the blobs that they name. `limits` is None where nothing may be downloaded."""

    folder: Path
    blobs: Blobs
    limits: Limits | None

    @classmethod
    def of(cls, config: Config) -> Self:
        """Those of the settings: records lie in `cache/fetched` of the output folder, beside `cache/blobs`."""
        limits = Limits(config.fetch_seconds, config.max_bytes, config.allow_private) if config.fetch else None
        return cls(config.downloads, Blobs(config.blobs), limits)

    def known(self, url: str) -> Download | None:
        """What an earlier run was told; None when none asked, or when the record or its blob is damaged."""
        try:
            record = Download(**json.loads(self._path(url).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        if record.url != url or (record.state == FETCHED and self.data(record) is None):
            return None
        return record

    def data(self, record: Download) -> bytes | None:
        """The body, None when the record names none or the blob is gone."""
        try:
            return self.blobs.get(record.sha256) if record.sha256 else None
        except RunError:
            return None

    def ask(self, urls: Iterable[str]) -> None:
        """Download each address and write down what came of it, the time included.

        Several servers are asked at a time, each for one address after the other. Without `limits` nothing is asked.
        """
        by_host = defaultdict[str | None, list[str]](list)
        for url in sorted(set(urls)) if self.limits else ():
            by_host[urlsplit(url).netloc].append(url)
        with ThreadPoolExecutor(_HOSTS_AT_ONCE) as threads:
            list(threads.map(self._ask_all, by_host.values()))

    def _ask_all(self, urls: list[str]) -> None:
        for url in urls:
            record = self._asked(url)
            write_atomically(self._path(url), json.dumps(asdict(record), indent=2, ensure_ascii=False).encode())

    def _asked(self, url: str) -> Download:
        assert self.limits is not None
        record = Download(url=url, when=datetime.now(UTC).isoformat(timespec="seconds"), state=FETCHED)
        try:
            answer = download(url, self.limits)
        except DownloadError as error:
            return replace(record, state=error.code, reason=str(error), status=error.status)
        return self._kept(record, answer)

    def _kept(self, record: Download, answer: Answer) -> Download:
        return replace(
            record,
            status=answer.status,
            final_url=answer.final_url,
            media_type=answer.media_type,
            charset=answer.charset,
            sha256=self.blobs.put(answer.data),
            bytes=len(answer.data),
        )

    def _path(self, url: str) -> Path:
        name = hashlib.sha256(url.encode()).hexdigest()
        return self.folder / name[:2] / f"{name}.json"


def file_name(url: str, media_type: str | None) -> str:
    """A file name for a download, by whose suffix its format is chosen.

    The media type decides when a format has it, unless it is one that servers give to whatever they do not know; then
    the end of the address decides.
    """
    name = PurePosixPath(unquote(urlsplit(url).path)).name or "index"
    declared = _SAME.get(media_type or "", media_type)
    form = next((known for known in BUILTIN if known.media_type == declared), None)
    has_suffix = any(PurePosixPath(name).suffix.casefold() in known.suffixes for known in BUILTIN)
    if form is None or (has_suffix and media_type in _GENERIC):
        return name
    return f"{PurePosixPath(name).stem}{form.suffixes[0]}"
