"""ro-crate-metadata.json: a run as a Research Object Crate (https://w3id.org/ro/crate), made with `rocrate`.

The crate says which program made which files from which sources. The library dates a crate by the clock and names what
has no name by chance: here everything has a name, and the date is that of the newest document, since a run has no
other; where no document has a date, the crate has none.
"""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from rocrate.model import ContextEntity, Dataset, File  # type: ignore[import-untyped]
from rocrate.rocrate import ROCrate  # type: ignore[import-untyped]

from regesta.report.datapackage import PARQUET, run_id
from regesta.store.manifest import MANIFEST, Files
from regesta.tables import TABLES

__all__ = ["CRATE", "crate"]

CRATE = "ro-crate-metadata.json"
"""Its name, which the specification prescribes."""

_VERSION = "1.2"
_PROGRAM = "#regesta"
_LICENCES = "#licences"
_MEDIA_TYPES = {".parquet": PARQUET, ".json": "application/json", ".html": "text/html"}
_ABOUT = {
    "datapackage.json": "Data Package descriptor: the columns, types and keys of every table",
    "validation.json": "every expectation on the tables with its result",
    MANIFEST: "sha256 of every other file, and what the run was made from",
}


def crate(files: Files, inputs: Mapping[str, Any], newest: date | None) -> dict[str, Any]:
    """The metadata of the crate as JSON-LD, its entities sorted by id.

    Args:
        files: the files of the run by path, with `bytes` and `sha256`; those in folders are told by their folder.
        inputs: what the run was made from, as in its manifest.
        newest: the newest day on which a document was published or updated.
    """
    made = ROCrate(version=_VERSION)
    root = made.root_dataset
    name = run_id(inputs)
    sources = sorted(inputs["sources"], key=lambda source: str(source["source_id"]))
    root["name"] = f"Regesta run {name}"
    root["identifier"] = name
    root["description"] = (
        "Events, dates and figures from documents, each with the characters that state it, and where the documents "
        "disagree. `datePublished` is the day of the newest document."
    )
    _date(root, newest)
    parts = [_part(made, path, about) for path, about in _parts(files)]
    used = [made.add(_source(made, source)) for source in sources]
    root["isBasedOn"] = used
    root["license"] = made.add(_licences(made, sources))
    root["mentions"] = made.add(_action(made, name, used, parts, inputs))
    written = made.metadata.generate()
    return {**written, "@graph": sorted(written["@graph"], key=lambda entity: str(entity["@id"]))}


def _date(root: Any, newest: date | None) -> None:
    if newest is None:
        del root["datePublished"]
    else:
        root["datePublished"] = newest.isoformat()


def _parts(files: Files) -> Iterator[tuple[str, Mapping[str, Any] | None]]:
    """Files beside the manifest, and folders as a whole (with a `/` at the end), sorted."""
    folders = {f"{path.split('/')[0]}/": None for path in files if "/" in path}
    beside = {path: about for path, about in files.items() if "/" not in path and path != CRATE}
    yield from sorted({**folders, **beside, MANIFEST: {}}.items())


def _part(made: Any, path: str, about: Mapping[str, Any] | None) -> Any:
    """One file or folder; the manifest's size and hash cannot stand in what it hashes itself."""
    if about is None:
        return made.add(Dataset(made, dest_path=path, properties={"name": path.rstrip("/")}))
    table = path.removesuffix(".parquet")
    told = inspect.getdoc(TABLES[table]) if table in TABLES else _ABOUT.get(path)
    properties = {
        "name": path,
        "description": told,
        "encodingFormat": _MEDIA_TYPES.get(path[path.rfind(".") :]),
        "contentSize": str(about["bytes"]) if about else None,
        "sha256": about["sha256"] if about else None,
    }
    return made.add(File(made, dest_path=path, properties=_told(properties)))


def _source(made: Any, source: Mapping[str, Any]) -> Any:
    """A line of the index. Its bytes are not in the crate, so it is described and not a part."""
    properties = {
        "@type": "CreativeWork",
        "name": source["title"] or source["source_id"],
        "identifier": source["source_id"],
        "publisher": source["publisher"],
        "datePublished": source["published"],
        "inLanguage": source["language"],
        "license": source["licence"],
        "url": source["url"],
        "encodingFormat": source["media_type"],
        "contentSize": None if source["bytes"] is None else str(source["bytes"]),
        "sha256": source["blob"],
        "creativeWorkStatus": source["status"],
    }
    return ContextEntity(made, f"#source-{quote(str(source['source_id']))}", properties=_told(properties))


def _licences(made: Any, sources: Sequence[Mapping[str, Any]]) -> Any:
    told = sorted({str(source["licence"] or "not listed") for source in sources})
    return ContextEntity(
        made,
        _LICENCES,
        properties={
            "@type": "CreativeWork",
            "name": "The licences of the sources",
            "description": f"Texts and quotes keep the licences of their sources: {'; '.join(told) or 'none'}.",
        },
    )


def _action(made: Any, name: str, used: list[Any], parts: list[Any], inputs: Mapping[str, Any]) -> Any:
    """What made the files (after the profile Process Run Crate); it has no time, since nothing here depends on one."""
    versions = inputs["versions"]
    libraries = ", ".join(f"{library} {version}" for library, version in sorted(versions.items()))
    program = made.add(
        ContextEntity(
            made,
            _PROGRAM,
            properties={
                "@type": "SoftwareApplication",
                "name": "Regesta",
                "softwareVersion": versions["regesta"],
                "softwareRequirements": libraries,
                "identifier": f"sha256:{inputs['code']}",
            },
        )
    )
    return ContextEntity(
        made,
        f"#{name}",
        properties={
            "@type": "CreateAction",
            "name": f"Run {name}",
            "instrument": program,
            "object": used,
            "result": parts,
        },
    )


def _told(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties that have a value."""
    return {name: value for name, value in properties.items() if value is not None}
