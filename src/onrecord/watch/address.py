"""Where a fetch may go: addresses of the public network, over HTTP or HTTPS, and nowhere else.

A feed names addresses that its publisher chose, and a name resolves to what its owner chose. So
the name is resolved here, once, each answer is checked, and the connection is made to the checked
number and not to the name: nobody can answer differently the second time (DNS rebinding).
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias
from urllib.parse import quote, urlsplit

from onrecord.errors import Refused, Unreachable

MAX_URL_CHARS = 4000
PORTS = {"http": 80, "https": 443}
NAT64 = IPv6Network("64:ff9b::/96")
GIVEN_OUT = IPv6Network("2000::/3")
"""All that was ever given out of IPv6 for the public network (IANA)."""
SPECIAL = (
    IPv4Network("192.0.0.0/24"),  # of protocols; a cloud's metadata at .192
    IPv4Network("168.63.129.16/32"),  # looks public; leads to the host of a machine in Azure
    IPv6Network("3fff::/20"),  # of documentation, RFC 9637
)
"""What Python's `is_global` lets through, or did in some version of it."""
_CREDENTIALS = re.compile(r"^([a-zA-Z][\w+.-]*:)?([/\\]*)[^/\\?#]*@")
_KEPT = "%/:=&?~#+!$,;'@()*[]"

Address: TypeAlias = IPv4Address | IPv6Address
Resolver: TypeAlias = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart and found fit to be fetched; `number` is where to connect."""

    scheme: str
    host: str
    port: int
    path: str
    number: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a robots.txt speaks for, and what a pace is kept with."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.port == PORTS[self.scheme]
        return f"{self.scheme}://{host}" + ("" if usual else f":{self.port}")

    @property
    def url(self) -> str:
        """The address as it is asked for."""
        return self.origin + self.path


def resolved(host: str, port: int) -> list[str]:
    """Every number that a name stands for. Raises `OSError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def target(url: str, *, private: bool = False, resolver: Resolver = resolved) -> Target:
    """Where `url` leads. Raises `Refused` for what is not to be fetched, `Unreachable` for no host.

    `private` lets loopback and private networks through, for who runs a server there.
    """
    scheme, host, port, path = _parts(url)
    try:
        numbers = resolver(host, port)
    except (OSError, UnicodeError) as error:
        raise Unreachable(url, f"its host {host} is not known", "check the spelling") from error
    allowed = [number for number in numbers if private or is_public(number)]
    if not allowed:
        raise Refused(
            url,
            f"leads to {', '.join(sorted(set(numbers))[:3]) or 'no address'}, not a public one",
            "give --allow-private if that server is yours",
        )
    return Target(scheme, host, port, path, allowed[0])


def without_credentials(url: str) -> str:
    """The address as it may be told and kept: a name and a password in it left out."""
    return _CREDENTIALS.sub(r"\1\2...@", url.strip())


def _parts(given: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and the rest of an address. Raises `Refused`."""
    url = without_credentials(given)
    if url != given.strip():
        raise Refused(url[:80], "has a name or password in it", "leave it out: none is ever sent")
    if len(url) > MAX_URL_CHARS:
        raise Refused(url[:80] + "...", f"has more than {MAX_URL_CHARS:,} characters")
    try:
        split = urlsplit("".join(url.split()))
        port, host = split.port, split.hostname
    except ValueError as error:
        raise Refused(url, f"is no address ({error})", "check the spelling") from error
    if split.scheme not in PORTS:
        raise Refused(url, "is neither http nor https", "name a page or a feed on the web")
    if not host:
        raise Refused(url, "names no host", "check the spelling")
    if split.username is not None or split.password is not None:
        raise Refused(f"{split.scheme}://...", "has a name or password in it")
    if ":" not in host:
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise Refused(url, f"has no host that can be asked for ({error})") from error
    path = quote(split.path or "/", safe=_KEPT)
    query = f"?{quote(split.query, safe=_KEPT)}" if split.query else ""
    return split.scheme, host, port or PORTS[split.scheme], path + query


def is_public(number: str) -> bool:
    """Whether a numeric address is on the public network, whatever it is wrapped in."""
    try:
        address: Address = ip_address(number.split("%")[0])
    except ValueError:
        return False
    return all(map(_is_public, _within(address)))


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address not in GIVEN_OUT and address not in NAT64:
        return False
    special = any(address in net for net in SPECIAL if net.version == address.version)
    return address.is_global and not address.is_multicast and not special


def _within(address: Address) -> list[Address]:
    """The address and those that it carries: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, IPv4Address):
        return [address]
    inner: list[Address | None] = [address.sixtofour, *(address.teredo or ())]
    if address in NAT64:
        inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    return [address, *(one for one in inner if one is not None)]
