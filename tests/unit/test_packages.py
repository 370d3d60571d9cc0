"""datapackage.json and ro-crate-metadata.json: whole, true, by the rules of their standards, always the same."""

import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rocrate.rocrate import ROCrate

from regesta.report.crate import crate
from regesta.report.datapackage import datapackage, run_id
from regesta.report.packages import write_packages
from regesta.report.validation_page import write_validation_page
from regesta.store import Run, Workspace
from regesta.store.manifest import files_in
from regesta.tables import TABLES, columns
from regesta.validate import Validation, write_data_docs

ROOT = Path(__file__).parents[2]
WRITTEN = ("datapackage.json", "ro-crate-metadata.json")
NO_INPUT = ("files", "format", "run_id")

NAME = re.compile(r"[-a-z0-9._]+")
FIELD_TYPES = {"string", "number", "integer", "boolean", "object", "array", "list", "datetime", "date", "time", "any"}
CONSTRAINTS = {"required", "unique", "minimum", "maximum", "enum", "pattern", "minLength", "maxLength"}
ARROW = {"string": pa.types.is_string, "integer": pa.types.is_int64, "number": pa.types.is_decimal}
ARROW |= {"boolean": pa.types.is_boolean, "date": pa.types.is_date32, "array": pa.types.is_list}


def inputs_of(run: Run) -> dict[str, Any]:
    return {name: value for name, value in run.manifest.items() if name not in NO_INPUT}


def unpublished(run: Run, folder: Path) -> Workspace:
    """The run as it was just before the packages were written."""
    shutil.copytree(run.path, folder)
    for name in ("manifest.json", *WRITTEN):
        (folder / name).unlink(missing_ok=True)
    work = Workspace(folder)
    write_data_docs(work, Validation(()))
    write_validation_page(work)
    return work


@pytest.fixture(scope="module")
def described(shipped_run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run with its packages."""
    work = unpublished(shipped_run, tmp_path_factory.mktemp("described") / "run")
    write_packages(work, inputs_of(shipped_run))
    return work.path


@pytest.fixture(scope="module")
def package(described: Path) -> dict[str, Any]:
    return json.loads((described / "datapackage.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def read_back(described: Path) -> ROCrate:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return ROCrate(described)


def source(source_id: str, **given: Any) -> dict[str, Any]:
    names = ("file", "url", "media_type", "blob", "bytes", "title", "publisher", "published", "language", "licence")
    return {"source_id": source_id, **dict.fromkeys(names), "status": "ingested", "reason": None, **given}


def inputs(*sources: dict[str, Any]) -> dict[str, Any]:
    return {"sources": list(sources), "code": "c" * 64, "versions": {"regesta": "0.1.0", "pyarrow": "26"}}


class TestDataPackage:
    """The rules are those of the standard, versions 1 and 2: https://datapackage.org/standard/data-package/."""

    def test_the_package_is_named(self, package: dict[str, Any], shipped_run: Run) -> None:
        assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
        assert package["id"] == shipped_run.run_id
        assert NAME.fullmatch(package["name"])
        assert "created" not in package

    def test_every_table_is_a_resource(self, package: dict[str, Any]) -> None:
        names = [resource["name"] for resource in package["resources"]]
        assert names == list(TABLES)
        assert all(NAME.fullmatch(name) for name in names)

    def test_paths_sizes_and_hashes_are_those_of_the_files(self, package: dict[str, Any], described: Path) -> None:
        for resource in package["resources"]:
            data = (described / resource["path"]).read_bytes()
            assert resource["bytes"] == len(data)
            assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
            assert (resource["format"], resource["type"]) == ("parquet", "table")
            assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", resource["mediatype"])

    def test_fields_are_the_columns_of_the_files(self, package: dict[str, Any], described: Path) -> None:
        for resource in package["resources"]:
            found = pq.read_schema(described / resource["path"])
            fields = resource["schema"]["fields"]
            assert [field["name"] for field in fields] == found.names
            for field in fields:
                assert field["type"] in FIELD_TYPES
                assert ARROW[field["type"]](found.field(field["name"]).type)
                assert field["description"]
                assert field["constraints"]["required"] is not found.field(field["name"]).nullable

    def test_constraints_are_known_and_fit_their_type(self, package: dict[str, Any]) -> None:
        for resource in package["resources"]:
            for field in resource["schema"]["fields"]:
                constraints = field["constraints"]
                assert set(constraints) <= CONSTRAINTS
                assert "minimum" not in constraints or field["type"] in ("integer", "number", "date")
                assert "enum" not in constraints or (field["type"] == "string" and constraints["enum"])

    def test_keys_are_fields(self, package: dict[str, Any]) -> None:
        fields = {
            resource["name"]: {field["name"] for field in resource["schema"]["fields"]}
            for resource in package["resources"]
        }
        for resource in package["resources"]:
            schema = resource["schema"]
            assert schema["primaryKey"]
            assert set(schema["primaryKey"]) <= fields[resource["name"]]
            for key in schema["foreignKeys"]:
                reference = key["reference"]
                assert len(key["fields"]) == len(reference["fields"]) == 1
                assert set(key["fields"]) <= fields[resource["name"]]
                assert reference["resource"] != resource["name"], "a table names itself by an empty string"
                assert set(reference["fields"]) <= fields[reference["resource"] or resource["name"]]

    def test_foreign_keys_hold_in_the_data(self, package: dict[str, Any], described: Path) -> None:
        for resource in package["resources"]:
            for key in resource["schema"]["foreignKeys"]:
                other = f"{key['reference']['resource'] or resource['name']}.parquet"
                values = pq.read_table(described / resource["path"], columns=key["fields"]).column(0).drop_null()
                known = pq.read_table(described / other, columns=key["reference"]["fields"]).column(0)
                assert set(values.to_pylist()) <= set(known.to_pylist())

    def test_no_reference_of_a_single_value_is_forgotten(self, package: dict[str, Any]) -> None:
        for resource in package["resources"]:
            told = {key["fields"][0] for key in resource["schema"]["foreignKeys"]}
            declared = {c.name for c in columns(TABLES[resource["name"]]) if c.col.refers_to and c.type is str}
            assert told == declared

    def test_sources_with_and_without_a_title_an_address_a_licence(self) -> None:
        found = datapackage({}, inputs(source("b", url="https://example.org/b", licence="public domain"), source("a")))
        assert [told["title"] for told in found["sources"]] == ["a", "b"]
        assert found["sources"][1]["path"] == "https://example.org/b"
        assert "path" not in found["sources"][0]
        assert found["licenses"] == [
            {"name": "other-closed", "title": "public domain"},
            {"name": "notspecified", "title": "no licence is listed"},
        ]
        assert found["resources"] == []

    def test_a_licence_is_named_once_and_by_its_identifier(self) -> None:
        found = datapackage({}, inputs(source("a", licence="CC-BY-4.0"), source("b", licence="CC-BY-4.0")))
        assert found["licenses"] == [{"name": "CC-BY-4.0", "title": "CC-BY-4.0"}]


class TestCrate:
    def test_it_is_read_back(self, read_back: ROCrate, shipped_run: Run) -> None:
        root = read_back.root_dataset
        assert root["identifier"] == shipped_run.run_id
        assert root["name"]
        assert root["description"]
        assert root["license"].id == "#licences"
        assert read_back.version == "1.2"

    def test_every_file_and_folder_is_a_part(self, read_back: ROCrate, described: Path) -> None:
        beside = {f"{path.name}/" if path.is_dir() else path.name for path in described.iterdir()}
        parts = {part.id for part in read_back.root_dataset["hasPart"]}
        assert parts == {*beside, "manifest.json"} - {"ro-crate-metadata.json"}

    def test_sizes_and_hashes_are_those_of_the_files(self, read_back: ROCrate, described: Path) -> None:
        files = [part for part in read_back.data_entities if part.type == "File" and part.id != "manifest.json"]
        assert len(files) > len(TABLES)
        for part in files:
            data = (described / part.id).read_bytes()
            assert part["contentSize"] == str(len(data))
            assert part["sha256"] == hashlib.sha256(data).hexdigest()
            assert part["description"]

    def test_it_says_what_was_made_from_what_with_what(self, read_back: ROCrate, shipped_run: Run) -> None:
        action = read_back.get(f"#{shipped_run.run_id}")
        assert action.type == "CreateAction"
        assert action["instrument"]["softwareVersion"] == shipped_run.manifest["versions"]["regesta"]
        assert {used["identifier"] for used in action["object"]} == {
            listed["source_id"] for listed in shipped_run.manifest["sources"]
        }
        assert {made.id for made in action["result"]} >= {f"{name}.parquet" for name in TABLES}
        assert read_back.root_dataset["mentions"].id == action.id

    def test_every_reference_leads_to_an_entity(self, described: Path) -> None:
        graph = json.loads((described / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
        known = {entity["@id"] for entity in graph}
        assert len(known) == len(graph)
        named = {match for entity in graph for match in references(entity)}
        assert {name for name in named - known if not name.startswith("https://")} == set()

    def test_its_date_is_that_of_the_newest_document(self, read_back: ROCrate, shipped_run: Run) -> None:
        days = shipped_run.table("documents").select(["published_first", "updated_first"]).to_pydict()
        newest = max(day for held in days.values() for day in held if day)
        assert read_back.root_dataset["datePublished"] == newest.isoformat()

    def test_without_a_dated_document_it_has_no_date_rather_than_a_wrong_one(self) -> None:
        root = next(entity for entity in crate({}, inputs(), None)["@graph"] if entity["@id"] == "./")
        assert "datePublished" not in root
        dated = crate({}, inputs(), date(1951, 5, 21))["@graph"]
        assert next(entity for entity in dated if entity["@id"] == "./")["datePublished"] == "1951-05-21"

    def test_ids_of_sources_may_hold_anything(self) -> None:
        found = crate({}, inputs(source("a b/ü#1"), source("c")), None)
        assert [e["@id"] for e in found["@graph"] if e["@id"].startswith("#source-")] == [
            "#source-a%20b/%C3%BC%231",
            "#source-c",
        ]


def references(entity: dict[str, Any]) -> set[str]:
    values = (value if isinstance(value, list) else [value] for value in entity.values())
    return {item["@id"] for held in values for item in held if isinstance(item, dict)}


PROGRAM = """
import json, sys
from pathlib import Path
from regesta.report.packages import write_packages
from regesta.store import Workspace
write_packages(Workspace(Path(sys.argv[1])), json.loads(sys.stdin.read()))
"""


def test_the_bytes_are_the_same_in_every_process(shipped_run: Run, described: Path, tmp_path: Path) -> None:
    work = unpublished(shipped_run, tmp_path / "run")
    subprocess.run(
        [sys.executable, "-c", PROGRAM, str(work.path)],
        input=json.dumps(inputs_of(shipped_run)),
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
        text=True,
        check=True,
    )
    for name in WRITTEN:
        assert (work.path / name).read_bytes() == (described / name).read_bytes()


def test_the_order_of_the_sources_does_not_matter(shipped_run: Run) -> None:
    made_from = inputs_of(shipped_run)
    turned = {**made_from, "sources": made_from["sources"][::-1]}
    files = files_in(shipped_run.path)
    left, right = datapackage(files, made_from), datapackage(files, turned)
    assert {**left, "id": 0, "name": 0, "title": 0} == {**right, "id": 0, "name": 0, "title": 0}


def test_nothing_is_asked_of_the_network(shipped_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        pytest.fail("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    listed = source("a", url="https://example.org/a.html", title="A")
    work = unpublished(shipped_run, tmp_path / "run")
    write_packages(work, inputs(listed))
    assert "https://example.org/a.html" in (work.path / "ro-crate-metadata.json").read_text()


def test_the_id_is_that_of_the_manifest(shipped_run: Run) -> None:
    assert run_id(inputs_of(shipped_run)) == shipped_run.run_id


DOCUMENTED = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)


def patterns() -> dict[str, Callable[[str], object]]:
    """The files that docs/runs.md tells of, each with what tells its names; `<...>` stands for an id."""
    page = (ROOT / "docs" / "runs.md").read_text(encoding="utf-8")
    return {
        name: re.compile(re.sub(r"<[^<>]*>", "[^/]+", re.escape(name))).fullmatch for name in DOCUMENTED.findall(page)
    }


def test_the_page_about_run_folders_tells_of_every_file(described: Path) -> None:
    known = patterns()
    files = [path.relative_to(described).as_posix() for path in described.rglob("*") if path.is_file()]
    assert [name for name in files if not any(tells(name) for tells in known.values())] == []


def test_the_page_about_run_folders_tells_of_no_other_file(described: Path) -> None:
    files = ["manifest.json", *(path.relative_to(described).as_posix() for path in described.rglob("*"))]
    beside = {name: tells for name, tells in patterns().items() if "<" not in name and not name.startswith("report/")}
    assert [name for name, tells in beside.items() if not any(tells(file) for file in files)] == []
    assert {f"{name}.parquet" for name in TABLES} <= set(beside)


def test_the_block_of_the_page_runs(
    shipped_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "latest").symlink_to(shipped_run.path)
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "runs.md").read_text(encoding="utf-8")
    for block in re.findall(r"^```python\n(.*?)^```", page, re.DOTALL | re.MULTILINE):
        exec(compile(block, "docs/runs.md", "exec"), {})
    assert capsys.readouterr().out == f"{shipped_run.run_id} is whole\n"
