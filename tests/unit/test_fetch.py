"""Downloads, against a real server on this machine."""

import gzip
import hashlib
import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regesta.config import Config
from regesta.pipeline import run
from regesta.sources import web
from regesta.sources.fetch import Download, Downloads, file_name
from regesta.sources.locate import Ingested, ingest, status
from regesta.sources.web import DownloadError, Limits, download, is_public
from regesta.store import Blobs, read_run
from regesta.tables import Document, Source

TEXT = b"The bus of the company fell into the river, and the people who were on board swam to the shore.\n"
SHA = hashlib.sha256(TEXT).hexdigest()


class Handler(BaseHTTPRequestHandler):
    """Answers by the path; what it answers is in the methods below."""

    server: "Server"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.asked[self.path] += 1
        self.server.headers[path] = dict(self.headers)
        answer = getattr(self, path.strip("/").replace("-", "_").replace(".", "_") or "root", None)
        answer() if answer else self.give(b"nothing here", code=404)

    def give(self, body: bytes, code: int = 200, **headers: str) -> None:
        self.send_response(code)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def text(self) -> None:
        self.give(TEXT, Content_Type="text/plain; charset=utf-8")

    def a_txt(self) -> None:
        self.give(TEXT)

    def polish(self) -> None:
        self.give("Łódź: ".encode("cp1250") + TEXT, Content_Type="text/plain; charset=windows-1250")

    def markdown(self) -> None:
        self.give(b"# A title\n\n" + TEXT, Content_Type="text/markdown")

    def packed(self) -> None:
        self.give(gzip.compress(TEXT), Content_Encoding="gzip", Content_Type="text/plain")

    def bomb(self) -> None:
        self.give(gzip.compress(bytes(5_000_000)), Content_Encoding="gzip")

    def cut_packed(self) -> None:
        self.give(gzip.compress(TEXT)[:-9], Content_Encoding="gzip")

    def not_packed(self) -> None:
        self.give(TEXT, Content_Encoding="gzip")

    def brotli(self) -> None:
        self.give(TEXT, Content_Encoding="br")

    def empty(self) -> None:
        self.give(b"")

    def late(self) -> None:
        good = self.server.asked["/late"] > 1
        self.give(TEXT if good else b"broken", code=200 if good else 500, Content_Type="text/plain")

    def cut(self) -> None:
        self.give(TEXT[:20], Content_Length=str(len(TEXT)))
        self.close_connection = True

    def endless(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"3e8\r\n" + b"x" * 1000 + b"\r\n")

    def silent(self) -> None:
        self.server.stopped.wait(5)
        self.close_connection = True

    def slow_head(self) -> None:
        self.trickle(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 5000)

    def slow_body(self) -> None:
        # no length: where the connection ends, the body does
        self.trickle(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + TEXT * 50)

    def trickle(self, data: bytes) -> None:
        self.close_connection = True
        for byte in data:
            if self.server.stopped.wait(0.02):
                return
            try:
                self.wfile.write(bytes([byte]))
            except OSError:
                return

    def moved(self) -> None:
        self.to("a.txt?x=1 2#part")

    def moved_twice(self) -> None:
        self.to(f"http://127.0.0.1:{self.server.server_port}/moved", 308)

    def moved_with_a_user(self) -> None:
        self.to(f"http://mk:secret@127.0.0.1:{self.server.server_port}/moved")

    def loop(self) -> None:
        self.to("/loop")

    def to_user_of_ftp(self) -> None:
        self.to("ftp://mk:secret@127.0.0.1/a.txt")

    def to_file(self) -> None:
        self.to("file:///etc/hostname")

    def to_ftp(self) -> None:
        self.to("ftp://127.0.0.1/a.txt")

    def to_nonsense(self) -> None:
        self.to("http://[1")

    def to_private(self) -> None:
        self.to(f"http://127.0.0.2:{self.server.server_port}/text")

    def to_number(self) -> None:
        self.to(f"http://2130706434:{self.server.server_port}/text")

    def to_ipv6(self) -> None:
        self.to(f"http://[::ffff:127.0.0.2]:{self.server.server_port}/text")

    def to(self, where: str, code: int = 302) -> None:
        self.give(b"", code=code, Location=where)

    def garbage(self) -> None:
        self.wfile.write(b"220 mail.example.org ESMTP\r\n")
        self.close_connection = True

    def log_message(self, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Counts what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked = Counter[str]()
        self.headers: dict[str, dict[str, str]] = {}
        self.stopped = threading.Event()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{path}"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield running
        running.stopped.set()
        running.shutdown()
        thread.join()


def limits(**changes: object) -> Limits:
    return Limits(**{"seconds": 5, "max_bytes": 10_000, "allow_private": True, **changes})  # type: ignore[arg-type]


def failure(url: str, **changes: object) -> tuple[str, str]:
    with pytest.raises(DownloadError) as caught:
        download(url, limits(**changes))
    return caught.value.code, str(caught.value)


# One download


def test_a_body_is_given_with_what_the_server_says_of_it(server: Server) -> None:
    answer = download(server.url("text"), limits())
    assert (answer.data, answer.status, answer.final_url) == (TEXT, 200, server.url("text"))
    assert (answer.media_type, answer.charset) == ("text/plain", "utf-8")
    unknown = download(server.url("a.txt"), limits())
    assert (unknown.media_type, unknown.charset) == (None, None)
    assert server.headers["/text"]["Host"] == f"127.0.0.1:{server.server_port}"
    assert server.headers["/text"]["User-Agent"] == "regesta"


def test_gzip_is_unpacked(server: Server) -> None:
    assert download(server.url("packed"), limits()).data == TEXT


def test_redirects_are_followed(server: Server) -> None:
    answer = download(server.url("moved-twice"), limits())
    assert (answer.data, answer.final_url) == (TEXT, server.url("a.txt?x=1%202#part"))
    assert server.asked["/a.txt?x=1%202"] == 1


def test_a_user_named_by_a_redirect_is_dropped(server: Server) -> None:
    assert download(server.url("moved-with-a-user"), limits()).final_url == server.url("a.txt?x=1%202#part")


def test_addresses_beyond_ascii_are_encoded_once(server: Server) -> None:
    assert failure(server.url("caf%C3%A9/é ü?q=ß")) == ("unreachable", "answers 404")
    assert server.asked["/caf%C3%A9/%C3%A9%20%C3%BC?q=%C3%9F"] == 1


@pytest.mark.parametrize(
    ("path", "code", "message"),
    [
        ("nowhere", "unreachable", "answers 404"),
        ("late", "unreachable", "answers 500"),
        ("cut", "unreachable", "gives an answer that is not whole"),
        ("cut-packed", "unreachable", "gives an answer that is not whole"),
        ("not-packed", "unreachable", "gives an answer that is not whole"),
        ("brotli", "unreachable", "answers in 'br', which was not asked for"),
        ("garbage", "unreachable", "gives no answer of HTTP: BadStatusLine"),
        ("endless", "too_large", "has more bytes than max_bytes = 10000"),
        ("bomb", "too_large", "has more bytes than max_bytes = 10000"),
        ("loop", "refused", "is redirected more than 10 times"),
        ("to-file", "refused", "leads to file:///etc/hostname, which is not http or https"),
        ("to-user-of-ftp", "refused", "leads to ftp://127.0.0.1/a.txt, which is not http or https"),
        ("to-ftp", "refused", "leads to ftp://127.0.0.1/a.txt, which is not http or https"),
        ("to-nonsense", "refused", "leads to http://[1, which is no address"),
    ],
)
def test_what_gives_no_bytes(server: Server, path: str, code: str, message: str) -> None:
    assert failure(server.url(path)) == (code, message)


def test_the_limit_is_the_last_size_that_is_allowed(server: Server) -> None:
    assert download(server.url("text"), limits(max_bytes=len(TEXT))).data == TEXT
    assert download(server.url("packed"), limits(max_bytes=len(TEXT))).data == TEXT
    for path in ("text", "packed"):
        assert failure(server.url(path), max_bytes=len(TEXT) - 1)[0] == "too_large"


@pytest.mark.parametrize("path", ["silent", "slow-head", "slow-body"])
def test_the_time_limit_holds_for_the_whole_download(server: Server, path: str) -> None:
    begun = time.monotonic()
    assert failure(server.url(path), seconds=0.3) == ("unreachable", "took longer than 0.3 s")
    assert time.monotonic() - begun < 2


def test_nobody_there(unused_port: int) -> None:
    assert failure(f"http://127.0.0.1:{unused_port}/") == ("unreachable", "cannot be reached: Connection refused")
    assert failure("http://nowhere.invalid/") == (
        "unreachable",
        "cannot be reached: no address is known for nowhere.invalid",
    )


def test_tls_is_spoken_and_certificates_are_checked(server: Server, tls_server: tuple[str, Path]) -> None:
    code, message = failure(server.url("text").replace("http:", "https:"))
    assert code == "unreachable"
    assert message.startswith("cannot be reached: ")
    url, _ = tls_server
    assert failure(url)[1].startswith("has a certificate that is not trusted: ")


def test_a_trusted_certificate_must_be_of_the_host(
    tls_server: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, certificate = tls_server
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert download(url, limits()).data == TEXT
    assert "not trusted: " in failure(url.replace("localhost", "127.0.0.1"))[1]


@pytest.fixture
def tls_server(server: Server, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of the text over TLS, and the certificate of localhost that the server shows."""
    ssl = pytest.importorskip("ssl")
    key, certificate = self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with Server() as running:
        running.socket = context.wrap_socket(running.socket, server_side=True)
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"https://localhost:{running.server_port}/text", certificate
        running.shutdown()
        thread.join()


def self_signed(folder: Path) -> tuple[Path, Path]:
    """A key and a certificate for localhost; needs a library that Prefect brings along."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "cert.pem").write_bytes(built.public_bytes(pem))
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(private)
    return folder / "key.pem", folder / "cert.pem"


@given(
    st.one_of(
        st.text(max_size=40),
        st.builds("{}://{}:{}/{}".format, st.sampled_from(["http", "https", "HTTP"]), *[st.text(max_size=20)] * 3),
        st.builds("http://{}/{}".format, st.text("[]:@%.0aé١\u3002", max_size=10), st.text(max_size=10)),
    )
)
def test_no_address_breaks_more_than_its_own_download(location: str) -> None:
    """Whatever a redirect or the index says, there is one kind of error."""

    def hung_up(*args: object) -> socket.socket:
        here, there = socket.socketpair()
        there.close()
        return here

    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
        patch.setattr(socket, "create_connection", hung_up)
        with pytest.raises(DownloadError):
            download(location, limits())
        with pytest.raises(DownloadError):
            download(web._joined("http://a.example/b", quote(location, safe="/:?[]@%")), limits())


# Private addresses


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.5.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::1",
        "64:ff9b::10.0.0.1",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]
)
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_this_machine_is_not_asked_unless_allowed(server: Server, host: str) -> None:
    code, message = failure(f"http://{host}:{server.server_port}/text", allow_private=False)
    assert (code, message) == ("refused", f"leads to {host.strip('[]')}, which is no public address")
    assert not server.asked


@pytest.mark.parametrize("path", ["to-private", "to-number", "to-ipv6"])
def test_a_redirect_to_a_private_address_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    # the server itself passes for a public one
    monkeypatch.setattr(web, "is_public", lambda address: address == "127.0.0.1")
    code, message = failure(server.url(path), allow_private=False)
    assert (code, message.endswith("which is no public address")) == ("refused", True)
    assert not server.asked["/text"]


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, ["8.8.8.8", "10.0.0.1"])
    assert failure("http://example.org/", allow_private=False)[0] == "refused"


def test_the_address_that_was_checked_is_the_one_that_is_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is public when it is checked and private when it is used gets nowhere."""
    asked = names(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])
    connected: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "create_connection", connect)
    assert failure("http://rebinding.example:8080/", allow_private=False)[0] == "unreachable"
    assert (asked, connected) == (["rebinding.example"], [("8.8.8.8", 8080)])


def test_the_next_address_is_tried_when_one_does_not_answer(
    server: Server, monkeypatch: pytest.MonkeyPatch, unused_port: int
) -> None:
    names(monkeypatch, ["127.0.0.3", "127.0.0.1"])
    assert download(f"http://two.example:{server.server_port}/text", limits()).data == TEXT


def names(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Any name but an IP address means these addresses, the n-th time those of the n-th answer; what was asked."""
    asked: list[str] = []
    real: Callable[..., list[object]] = socket.getaddrinfo

    def resolve(host: str, port: int, *args: int, **kwargs: int) -> list[object]:
        if host[0].isdigit():
            return real(host, port, *args, **kwargs)
        asked.append(host)
        chosen = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in chosen]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


# Kept downloads


def project(folder: Path, *rows: tuple[str, str, str, str], **options: object) -> Config:
    """An index of sources (id, file, url, sha256), and the settings to read it."""
    lines = ["| id | file | url | sha256 |", "|---|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]
    (folder / "INDEX.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    given = {"allow_private": True, "max_bytes": 10_000, "fetch_seconds": 5.0, "workers": 1, **options}
    return Config(index=folder / "INDEX.md", out=folder / "data", **given)  # type: ignore[arg-type]


def ingested(config: Config) -> Ingested:
    return ingest(config, Blobs(config.blobs))


def only(config: Config) -> Source:
    (source,) = ingested(config).sources
    return source


def test_an_address_is_asked_once(server: Server, tmp_path: Path) -> None:
    config = project(tmp_path, ("a", "", server.url("text"), SHA))
    before = datetime.now(UTC).date()
    first = only(config)
    assert (first.status, first.blob, first.bytes, first.file) == ("ingested", SHA, len(TEXT), None)
    assert (first.url, first.final_url) == (server.url("text"), server.url("text"))
    assert (first.media_type, first.charset) == ("text/plain", "utf-8")
    assert first.retrieved is not None
    assert before <= first.retrieved <= datetime.now(UTC).date()
    for retry in (False, True):
        assert only(config.with_options(retry=retry)) == first
    assert server.asked["/text"] == 1


def test_the_day_of_a_download_is_that_of_its_record(server: Server, tmp_path: Path) -> None:
    config = project(tmp_path, ("a", "", server.url("text"), SHA))
    only(config)
    (path,) = config.downloads.rglob("*.json")
    record = json.loads(path.read_text())
    assert Download(**record).url == server.url("text")
    assert datetime.fromisoformat(record["when"]).tzinfo is not None
    path.write_text(json.dumps({**record, "when": "2020-02-29T23:59:59+00:00"}))
    assert only(config).retrieved == date(2020, 2, 29)
    assert server.asked["/text"] == 1


@pytest.mark.parametrize("damage", ["record", "other record", "blob", "no blob"])
def test_what_is_damaged_is_asked_again(server: Server, tmp_path: Path, damage: str) -> None:
    config = project(tmp_path, ("a", "", server.url("text"), ""))
    first = only(config)
    (record,) = config.downloads.rglob("*.json")
    blob = config.blobs / SHA[:2] / SHA
    match damage:
        case "record":
            record.write_text('{"url": ')
        case "other record":
            record.write_text(record.read_text().replace("/text", "/a.txt"))
        case "blob":
            blob.write_bytes(b"x")
        case _:
            blob.unlink()
    assert only(config) == first
    assert server.asked["/text"] == 2
    assert Blobs(config.blobs).get(SHA) == TEXT


@pytest.mark.parametrize(
    ("path", "code", "outcome"),
    [
        ("nowhere", "unreachable", "missing"),
        ("silent", "unreachable", "missing"),
        ("loop", "refused", "quarantined"),
        ("to-file", "refused", "quarantined"),
        ("endless", "too_large", "quarantined"),
        ("empty", "empty", "quarantined"),
    ],
)
def test_a_download_that_fails_does_not_stop_the_others(
    server: Server, tmp_path: Path, path: str, code: str, outcome: str
) -> None:
    config = project(tmp_path, ("a", "", server.url(path), ""), ("b", "", server.url("text"), SHA), fetch_seconds=0.5)
    found = ingested(config)
    bad, good = found.sources
    assert (bad.status, good.status) == (outcome, "ingested")
    assert (bad.blob, bad.retrieved, bad.final_url) == (None, None, None)
    (issue,) = found.issues
    assert (issue.source_id, issue.code) == ("a", code)
    assert issue.severity == ("warning" if outcome == "missing" else "error")
    assert issue.message == f"a ({server.url(path)}): {bad.reason}"
    asked = server.asked.copy()
    assert ingested(config) == found
    assert server.asked == asked


def test_retry_asks_again_what_failed(server: Server, tmp_path: Path) -> None:
    config = project(tmp_path, ("a", "", server.url("late"), SHA))
    for _ in range(2):
        failed = only(config)
        assert (failed.status, failed.blob) == ("missing", None)
        assert failed.reason == "the address answers 500; `regesta run --retry` asks again"
    assert server.asked["/late"] == 1
    for retry in (True, False, True):
        assert only(config.with_options(retry=retry)).status == "ingested"
    assert server.asked["/late"] == 2


def test_a_download_that_is_not_what_the_index_lists(server: Server, tmp_path: Path) -> None:
    config = project(tmp_path, ("a", "", server.url("text"), "0" * 64))
    found = ingested(config)
    assert (found.sources[0].status, found.sources[0].blob) == ("quarantined", None)
    assert found.sources[0].reason == f"its sha256 is {SHA}, the index lists another"
    assert [issue.code for issue in found.issues] == ["changed"]
    only(config.with_options(retry=True))
    assert server.asked["/text"] == 2
    # once the index lists the right one, nothing needs to be asked
    assert only(project(tmp_path, ("a", "", server.url("text"), SHA))).status == "ingested"
    assert server.asked["/text"] == 2


def test_a_lower_limit_holds_for_what_was_downloaded_before(server: Server, tmp_path: Path) -> None:
    row = ("a", "", server.url("text"), SHA)
    only(project(tmp_path, row))
    source = only(project(tmp_path, row, max_bytes=10))
    assert (source.status, source.reason) == ("quarantined", f"has {len(TEXT)} bytes, more than max_bytes = 10")


def test_a_file_that_is_there_comes_before_the_address(server: Server, tmp_path: Path) -> None:
    config = project(tmp_path, ("a", "a.txt", server.url("text"), ""))
    (tmp_path / "a.txt").write_bytes(b"From the file.\n")
    source = only(config)
    assert (source.status, source.bytes, source.retrieved, source.final_url) == ("ingested", 15, None, None)
    (tmp_path / "a.txt").write_bytes(b"")
    assert only(config).reason == "the file is empty"
    assert not server.asked
    (tmp_path / "a.txt").unlink()
    source = only(config)
    assert (source.status, source.file, source.blob) == ("ingested", "a.txt", SHA)
    assert source.retrieved is not None


def test_neither_the_file_nor_the_address(server: Server, tmp_path: Path) -> None:
    config = project(tmp_path, ("a", "a.txt", server.url("nowhere"), ""))
    assert only(config).reason == (
        "the file is in no sources folder, and the address answers 404; `regesta run --retry` asks again"
    )


def test_two_addresses_of_one_text_are_two_sources_of_it(server: Server, tmp_path: Path) -> None:
    found = ingested(project(tmp_path, ("a", "", server.url("text"), ""), ("b", "", server.url("packed"), "")))
    assert [(source.status, source.blob) for source in found.sources] == [("ingested", SHA), ("duplicate", SHA)]


def test_nothing_is_fetched_when_the_settings_say_so(server: Server, tmp_path: Path) -> None:
    row = ("a", "", server.url("text"), "")
    found = ingested(project(tmp_path, row, fetch=False))
    assert (found.sources[0].status, found.sources[0].reason) == ("missing", "the address was not fetched yet")
    assert [(issue.code, issue.severity) for issue in found.issues] == [("not_fetched", "warning")]
    assert not server.asked
    assert only(project(tmp_path, row)).status == "ingested"
    assert only(project(tmp_path, row, fetch=False)).status == "ingested"
    assert server.asked["/text"] == 1


def test_private_addresses_are_refused_by_default(server: Server, tmp_path: Path) -> None:
    source = only(project(tmp_path, ("a", "", server.url("text"), ""), allow_private=Config().allow_private))
    assert (source.status, source.reason) == (
        "quarantined",
        "the address leads to 127.0.0.1, which is no public address",
    )
    assert not server.asked


def test_status_never_asks_and_tells_what_is_known(server: Server, tmp_path: Path) -> None:
    config = project(
        tmp_path,
        ("good", "", server.url("text"), SHA),
        ("bad", "", server.url("nowhere"), ""),
        ("other", "", server.url("packed"), "0" * 64),
        ("unhashed", "", server.url("a.txt"), ""),
    )
    assert {row.status for row in status(config)} == {"not_fetched"}
    assert not server.asked
    retrieved = next(source.retrieved for source in ingested(config).sources if source.source_id == "good")
    asked = server.asked.copy()
    told = {row.source_id: (row.status, row.detail) for row in status(config)}
    assert server.asked == asked
    assert told == {
        "good": ("fetched", f"on {retrieved} from {server.url('text')}"),
        "bad": ("unreachable", "the address answers 404; `regesta run --retry` asks again"),
        "other": ("changed", f"its sha256 is {SHA}, the index lists another"),
        "unhashed": (
            "fetched",
            f"on {retrieved} from {server.url('a.txt')}; no sha256 is listed; paste into the index: "
            f"| unhashed |  |  |  |  |  |  | {SHA} | {server.url('a.txt')} |",
        ),
    }


@pytest.mark.parametrize(
    ("url", "media_type", "name"),
    [
        ("https://a.example/news/bus", "text/plain", "bus.txt"),
        ("https://a.example/", "text/markdown", "index.md"),
        ("https://a.example/bus.php?id=3", "text/plain", "bus.txt"),
        ("https://a.example/bus.md", "text/plain", "bus.md"),
        ("https://a.example/bus.md", "application/octet-stream", "bus.md"),
        ("https://a.example/bus.txt", "text/markdown", "bus.md"),
        ("https://a.example/bus%20two.txt", None, "bus two.txt"),
        ("https://a.example/bus", "application/pdf", "bus"),
    ],
)
def test_the_format_of_a_download(url: str, media_type: str | None, name: str) -> None:
    assert file_name(url, media_type) == name


def test_damaged_records_are_none(tmp_path: Path) -> None:
    downloads = Downloads(tmp_path, Blobs(tmp_path / "blobs"), None)
    assert downloads.known("http://a.example/") is None
    downloads.ask(["http://a.example/"])
    assert not list(tmp_path.iterdir())


# The whole way


def test_a_run_on_downloads_can_be_repeated_without_the_network(server: Server, tmp_path: Path) -> None:
    rows = [("polish", "", server.url("polish"), ""), ("titled", "", server.url("markdown"), "")]
    config = project(tmp_path, *rows, ("lost", "", server.url("nowhere"), ""))
    first = run(config)
    found = {row.source_id: row for row in read_run(first.path).rows(Source)}
    assert {name: row.status for name, row in found.items()} == {
        "lost": "missing",
        "polish": "ingested",
        "titled": "ingested",
    }
    assert found["titled"].media_type == "text/markdown"
    documents = {row.blob: row for row in read_run(first.path).rows(Document)}
    polish, titled = (documents[found[name].blob or ""] for name in ("polish", "titled"))
    assert (polish.encoding, polish.encoding_basis, polish.text[:6]) == ("cp1250", "declared", "Łódź: ")
    assert (titled.title, titled.format) == ("A title", "markdown")
    for document in (polish, titled):
        assert document.retrieved_first == document.retrieved_last == found["polish"].retrieved
        assert (document.retrieved_basis, document.published_basis) == ("download", None)
    server.shutdown()
    server.socket.close()
    again = run(config)
    assert (again.run_id, again.verified) == (first.run_id, True)
