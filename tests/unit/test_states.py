"""Every state of the world is known by its name, its people and its seat of government.

The members of the United Nations, and Taiwan, Kosovo, Palestine and the Vatican: states.psv, written apart from the
lexicon. A field is empty where the word has other meanings that the document must settle.
"""

from pathlib import Path

import pytest

from regesta.extract.annotate import document
from regesta.extract.document import extract_document, extractors_for
from regesta.tables import Entity

LINES = Path(__file__).with_name("states.psv").read_text(encoding="utf-8").splitlines()
STATES = [line.split("|") for line in LINES]
VARIANTS = {
    "GBR": "the UK, Britain, Great Britain, U.K., Britons, Brits, Downing Street, Scottish, the Welsh",
    "USA": "the US, U.S., USA, America, Americans, the White House, the Pentagon, Capitol Hill, the State Department",
    "PRK": "DPRK, N. Korea, North Koreans",
    "KOR": "S. Korea, South Koreans, Republic of Korea",
    "RUS": "the Russian Federation, Russians, the Kremlin, Moscow",
    "CHN": "PRC, the People's Republic of China, Zhongnanhai",
    "MMR": "Burma, Myanmar",
    "CIV": "Côte d'Ivoire, Cote d'Ivoire",
    "CZE": "Czechia, Czechs",
    "TUR": "Türkiye, Turks",
    "NLD": "Holland, Dutch",
    "ARE": "the UAE, the Emirates",
    "SAU": "Saudis, Saudi",
    "FRA": "the Élysée, the Quai d'Orsay",
    "ISR": "Israelis, the Knesset, Mossad, IDF",
    "PSE": "Palestinians, the Palestinian Authority, Gaza, the West Bank",
    "COD": "DR Congo, DRC, Kinshasa",
    "UKR": "Kiev, Kyiv",
    "DEU": "the Bundestag, Germans",
    "IND": "Delhi, Indians",
    "VAT": "the Holy See, Vatican City",
    "TLS": "Timor-Leste, East Timor",
    "SWZ": "Swaziland",
    "MKD": "Macedonia",
    "CPV": "Cabo Verde",
    "BIH": "Bosnia, Bosnia-Herzegovina",
    "KNA": "St. Kitts and Nevis",
    "LCA": "St. Lucia",
    "VCT": "St. Vincent and the Grenadines",
}


def country(text: str, name: str) -> str | None:
    rows = extract_document(document(text), extractors_for({"entities"})).rows(Entity)
    return next((row.country for row in rows if row.quote == name), None)


def test_there_are_as_many_as_there_should_be() -> None:
    codes = [code for code, *_ in STATES]
    assert len(set(codes)) == len(codes) == 193 + 4


@pytest.mark.parametrize(("code", "name", "people", "seat"), STATES, ids=[code for code, *_ in STATES])
def test_a_state(code: str, name: str, people: str, seat: str) -> None:
    shared = "Atlanta" if code != "GEO" else "Tbilisi"
    assert country(f"The ministers of {name} met late, not in {shared}.", name) == code
    assert not people or country(f"Two {people} songs ended late.", people) == code
    assert not people or country(f"Two {people} ministers met late.", f"{people} ministers") == code
    assert not seat or country(f"Officials met in {seat} late in the year.", seat) == code


@pytest.mark.parametrize(
    ("code", "name"), [(code, name) for code, names in VARIANTS.items() for name in names.split(", ")]
)
def test_a_variant(code: str, name: str) -> None:
    assert country(f"Yesterday {name} asked for more time.", name.removeprefix("the ")) == code
