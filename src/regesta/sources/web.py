"""One download over http or https, from a network that is not trusted.

Every hop is resolved once, its addresses are checked, and the connection goes to a checked address: a name that means
something else a moment later (DNS rebinding) gains nothing. Proxies of the environment are not used, since through a
proxy nothing could be checked. Certificates are those that OpenSSL trusts (`SSL_CERT_FILE` names others).
"""

import http.client
import re
import socket
import ssl
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Timer
from time import monotonic
from typing import Literal
from urllib.parse import quote, urljoin, urlsplit

__all__ = ["REDIRECTS", "Answer", "DownloadError", "Limits", "download", "is_public"]

Failure = Literal["unreachable", "refused", "too_large"]

REDIRECTS = 10
"""Hops after which an address is taken for one that leads nowhere."""

_MOVED = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536
_SAFE = "/?:@!$&'()*+,;=-._~%[]"
"""Characters of a path or query that stand as they are (RFC 3986; `%` because the rest may be encoded already)."""

_USER = re.compile(r"//[^/?#]*@")

_NOT_WHOLE = "gives an answer that is not whole"

_IPV6_IN_USE = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_GZIP = 31
_PORTS = {"http": 80, "https": 443}
_HEADERS = {"User-Agent": "regesta", "Accept": "*/*", "Accept-Encoding": "gzip", "Connection": "close"}


class DownloadError(Exception):
    """Why there are no bytes: the message is what can be said of the address ("answers 404").

    `code`: `unreachable` (it may go better another time), `refused` (we do not go there), `too_large`.
    """

    def __init__(self, code: Failure, message: str, status: int | None = None) -> None:
        self.code: Failure = code
        self.status = status
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a download may take: seconds from the first connection to the last byte, bytes once unpacked.

    `allow_private` lets it go to addresses of this machine and of local networks.
    """

    seconds: float
    max_bytes: int
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The body that an address gave, unpacked; `final_url` after redirects; the rest as the server declares it."""

    final_url: str
    status: int
    media_type: str | None
    charset: str | None
    data: bytes


@dataclass(frozen=True, slots=True)
class _Place:
    """What to connect to, and what to ask for there; all in ASCII."""

    is_secure: bool
    host: str
    port: int
    target: str


def download(url: str, limits: Limits) -> Answer:
    """The body of an http or https address; raises DownloadError, and nothing else, when there is none."""
    deadline = monotonic() + limits.seconds
    here = url
    for _ in range(REDIRECTS + 1):
        try:
            with _response(here, limits, deadline) as response:
                target = _redirect(response)
                if target is None:
                    return _answer(here, response, limits)
        except (OSError, http.client.HTTPException, zlib.error, DownloadError) as error:
            raise _explained(error, limits, deadline) from error
        here = _joined(here, target)
    raise DownloadError("refused", f"is redirected more than {REDIRECTS} times")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet; an IPv6 address counts as the IPv4 address it carries."""
    ip = ip_address(address)
    carried = _carried(ip) if isinstance(ip, IPv6Address) else ip
    if isinstance(carried, IPv6Address) and carried not in _IPV6_IN_USE:
        return False
    return carried.is_global and not carried.is_multicast


def _carried(ip: IPv6Address) -> IPv4Address | IPv6Address:
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


@contextmanager
def _response(url: str, limits: Limits, deadline: float) -> Iterator[http.client.HTTPResponse]:
    """The answer to one request, its body still unread; after the deadline the connection is cut."""
    place = _place(url)
    with closing(_connected(place.host, place.port, limits, deadline)) as plain:
        if place.is_secure:
            made: socket.socket = ssl.create_default_context().wrap_socket(plain, server_hostname=place.host)
        else:
            made = plain
        with closing(made) as opened, _cut_at(deadline, opened):
            kind = http.client.HTTPSConnection if place.is_secure else http.client.HTTPConnection
            connection = kind(place.host, place.port)
            connection.sock = opened
            connection.request("GET", place.target, headers=_HEADERS)
            yield connection.getresponse()
            # a body without a length ends as well when the connection is cut
            _left(deadline)


def _place(url: str) -> _Place:
    """Where an address leads; raises DownloadError for one that is not http or https."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except ValueError:
        raise DownloadError("refused", f"leads to {url[:100]}, which is no address") from None
    if parts.scheme not in _PORTS or not host:
        raise DownloadError("refused", f"leads to {url[:100]}, which is not http or https")
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    return _Place(parts.scheme == "https", host, _PORTS[parts.scheme] if port is None else port, target)


def _joined(here: str, target: str) -> str:
    """Where a redirect leads, without the user that it may name: nobody logs in anywhere."""
    bare = _USER.sub("//", target, count=1)
    try:
        return urljoin(here, bare)
    except ValueError:
        raise DownloadError("refused", f"leads to {bare[:100]}, which is no address") from None


def _connected(host: str, port: int, limits: Limits, deadline: float) -> socket.socket:
    """A connection to the first address of a host that answers, once all of its addresses are found to be allowed."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise DownloadError("unreachable", f"cannot be reached: no address is known for {host}") from None
    addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
    if not limits.allow_private and not all(is_public(address) for address in addresses):
        raise DownloadError("refused", f"leads to {host}, which is no public address")
    failure: OSError | None = None
    for address in addresses:
        try:
            return socket.create_connection((address, port), _left(deadline))
        except OSError as error:
            failure = error
    raise failure or OSError(f"no address is known for {host}")


def _left(deadline: float) -> float:
    """Seconds until the deadline; raises TimeoutError when there are none."""
    seconds = deadline - monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


@contextmanager
def _cut_at(deadline: float, opened: socket.socket) -> Iterator[None]:
    """Shut a connection down at the deadline: time-outs of a socket begin anew with every byte that trickles in."""

    def cut() -> None:
        with suppress(OSError):
            # the plain shutdown: that of a TLS socket would pull the session from under the reader
            socket.socket.shutdown(opened, socket.SHUT_RDWR)

    timer = Timer(_left(deadline), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _redirect(response: http.client.HTTPResponse) -> str | None:
    """Where a redirect points, in ASCII; None for any other answer."""
    location = response.headers.get("Location")
    if response.status not in _MOVED or location is None:
        return None
    return quote(location.encode("latin-1", "replace"), safe=_SAFE + "#")


def _answer(url: str, response: http.client.HTTPResponse, limits: Limits) -> Answer:
    if response.status != http.HTTPStatus.OK:
        raise DownloadError("unreachable", f"answers {response.status}", response.status)
    headers = response.headers
    return Answer(
        final_url=url,
        status=response.status,
        # without the header, email's parser would say text/plain
        media_type=headers.get_content_type() if "Content-Type" in headers else None,
        charset=headers.get_content_charset(),
        data=_body(response, limits.max_bytes),
    )


def _body(response: http.client.HTTPResponse, max_bytes: int) -> bytes:
    """The whole body, unpacked; never more than a byte above the limit is held."""
    packing = response.headers.get("Content-Encoding", "identity").strip().casefold()
    if packing not in ("identity", "gzip", "x-gzip"):
        raise DownloadError("unreachable", f"answers in {packing[:20]!r}, which was not asked for")
    unpacker = zlib.decompressobj(wbits=_GZIP) if packing != "identity" else None
    body = bytearray()
    while chunk := response.read(_CHUNK):
        body += unpacker.decompress(chunk, max_bytes + 1 - len(body)) if unpacker else chunk
        if len(body) > max_bytes:
            raise DownloadError("too_large", f"has more bytes than max_bytes = {max_bytes}")
    if response.length or (unpacker and (not unpacker.eof or unpacker.unused_data)):
        raise DownloadError("unreachable", _NOT_WHOLE)
    return bytes(body)


def _explained(error: Exception, limits: Limits, deadline: float) -> DownloadError:
    """What happened, for a person; what follows from the cut at the deadline is the deadline."""
    is_final = isinstance(error, DownloadError) and error.code != "unreachable"
    if isinstance(error, TimeoutError) or (monotonic() >= deadline and not is_final):
        return DownloadError("unreachable", f"took longer than {limits.seconds:g} s")
    if isinstance(error, DownloadError):
        return error
    if isinstance(error, ssl.SSLCertVerificationError):
        return DownloadError("unreachable", f"has a certificate that is not trusted: {error.verify_message}")
    if isinstance(error, OSError):
        return DownloadError("unreachable", f"cannot be reached: {error.strerror or type(error).__name__}")
    if isinstance(error, http.client.IncompleteRead | zlib.error):
        return DownloadError("unreachable", _NOT_WHOLE)
    return DownloadError("unreachable", f"gives no answer of HTTP: {type(error).__name__}")
