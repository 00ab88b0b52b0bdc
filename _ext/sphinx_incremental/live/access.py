"""Which requests the live server answers, and which files it never serves.

A page on the web can have its own host name resolve to this machine (DNS rebinding), and any page can open a
websocket to it.  Both are refused by name: drafts and the state of builds are nobody else's business.
"""

from __future__ import annotations

import contextlib
import os
import socket
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocketClose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Receive, Scope, Send

_WELL_KNOWN = ".well-known"
"""The one hidden directory that is part of a site (RFC 8615)."""

_REFUSAL = (
    "This server answers to localhost and to its --host; start it with --host NAME to give it a name.\n"
)


class TrustedNames:
    """The host names by which browsers may ask for the site.

    :param host: the name or IP address that was given to listen at.
    :param bound: the IP address that this has come to.
    """

    def __init__(self, host: str, bound: str) -> None:
        self._names = {host.lower(), "localhost"}
        self._bound = ip_address(bound)
        if self._bound.is_unspecified:
            # Other machines know this one by its name too.
            name = socket.gethostname().lower()
            self._names |= {name, f"{name.partition('.')[0]}.local"}

    def __contains__(self, name: str) -> bool:
        if name in self._names or name.endswith(".localhost"):
            return True
        try:
            address = ip_address(name)
        except ValueError:
            return False
        # Nobody can have an IP address resolve to another one.
        return address.is_loopback or self._bound.is_unspecified or address == self._bound

    def trust(self, hosts: Iterable[str], origins: Iterable[str]) -> bool:
        """Return whether a request may be answered.

        :param hosts: its ``Host`` headers; there must be one.
        :param origins: its ``Origin`` headers; only browsers send one, and only with some requests.  A page
            of another port is of another server.
        """
        asked = [_name_and_port(f"http://{host}") for host in hosts]
        if len(asked) != 1 or asked[0] is None or asked[0][0] not in self:
            return False
        asking = [_name_and_port(origin) for origin in origins]
        return all(found and found[0] in self and found[1] == asked[0][1] for found in asking)


def _name_and_port(url: str) -> tuple[str, int] | None:
    """Return the host of *url* in lower case without brackets, and its port; None if there is more to it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    is_bare = url.lower() == f"{parts.scheme}://{parts.netloc}".lower() and "@" not in parts.netloc
    if not is_bare or parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return parts.hostname, port or (443 if parts.scheme == "https" else 80)


class TrustedNamesMiddleware:
    """Refuses requests and websockets that ask by another name, or come from a page of another site."""

    def __init__(self, app: ASGIApp, names: TrustedNames) -> None:
        self._app = app
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        answer = self._app
        if scope["type"] in ("http", "websocket"):
            headers = Headers(scope=scope)
            if not self._names.trust(headers.getlist("host"), headers.getlist("origin")):
                answer = (
                    PlainTextResponse(_REFUSAL, status_code=403)
                    if scope["type"] == "http"
                    else WebSocketClose(code=1008)  # a violation of policy
                )
        await answer(scope, receive, send)


class SiteFiles(StaticFiles):
    """The files of a site, without doctrees and without hidden files such as ``.buildinfo``.

    What is left out is answered like what is not there.
    """

    def __init__(self, directory: Path, doctrees: Path) -> None:
        super().__init__(directory=directory, html=True)
        self._root = Path(os.path.realpath(directory))
        self._doctrees = doctrees

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Return the file at *path* and what is known of it, or nothing."""
        found, stat = super().lookup_path(path)
        if stat is None or self._is_private(Path(found)):
            return "", None
        return found, stat

    def _is_private(self, file: Path) -> bool:
        hidden = [name for name in file.relative_to(self._root).parts if name.startswith(".")]
        if hidden and hidden != [_WELL_KNOWN]:
            return True
        # Not by name: a file system may take the same name in capitals for the same directory.
        with contextlib.suppress(OSError):  # there is none yet, or no longer
            return any(
                folder.samefile(self._doctrees)
                for folder in file.parents
                if folder.is_relative_to(self._root)
            )
        return False
