"""sphinx-autobuild's server, which has browsers reload, with our builds behind it.

sphinx-autobuild documents nothing but its command.  These parts of it are used, all of them in this module:

- ``IgnoreFilter(globs, regular expressions)``: called with a path, it returns whether to ignore the path.
- ``JavascriptInjectorMiddleware(app, ws_url=...)``: it adds its attribute ``script`` to each page.
- ``RebuildServer(paths, filter, callback)``: it is the ASGI application of the websocket at which browsers
  wait; setting its ``flag`` has them reload; its ``lifespan`` runs ``watch`` as long as the server runs.
"""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
import watchfiles
from sphinx_autobuild.filter import IgnoreFilter
from sphinx_autobuild.middleware import JavascriptInjectorMiddleware
from sphinx_autobuild.server import RebuildServer
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, WebSocketRoute

from .access import SiteFiles, TrustedNames, TrustedNamesMiddleware

if TYPE_CHECKING:
    import socket
    from collections.abc import AsyncIterator, Callable, Sequence

    from starlette.types import ASGIApp

    from .builds import Builds

_QUIET = 20
"""How long nothing may change before a build begins, in milliseconds.

Editors write a file in one go, or write another one and then rename it.
"""
_IGNORED = (
    *(".git", ".hg", ".svn", ".idea", ".vscode", ".venv", "venv", ".tox", ".nox", "node_modules"),
    *(".mypy_cache", ".ruff_cache", ".pytest_cache", ".pytype"),
)
# Files that editors and systems write beside a file, or instead of it for a moment: a~, .a.swp, 4913, #a#,
# .#a, and those that gedit, PyCharm and sed -i rename to the file.
_IGNORED_PATTERNS = (
    r"(~|\.sw[a-z]|\.tmp|/\.DS_Store|/4913|/\.?#[^/]*)$",
    r"(/\.goutputstream-\w+|___jb_(tmp|old)___|/sed\w{6})$",
    r"/__pycache__(/|$)",
)


# The browser connects to the name and port from which it has the page.
_RELOAD_SCRIPT = b"""
<script>
new WebSocket(`ws://${location.host}/websocket-reload`).onmessage = () => location.reload();
</script>
"""


class ReloadScriptMiddleware(JavascriptInjectorMiddleware):  # type: ignore[misc]
    """Adds the script that has browsers reload to each page."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, ws_url="")
        self.script = _RELOAD_SCRIPT


class LiveServer(RebuildServer):  # type: ignore[misc]  # sphinx-autobuild has no types
    """Notices changes sooner than its base, and while the first build runs; builds are separate processes."""

    def __init__(
        self,
        watched: Sequence[Path],
        ignored: IgnoreFilter,
        builds: Builds,
        started: Callable[[], None],
    ) -> None:
        super().__init__(list(watched), ignored, builds)
        self._watched = [path.resolve() for path in watched]
        self._ignored = ignored
        self._builds = builds
        self._started = started
        self._is_built = asyncio.Event()

    @contextlib.asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:
        """Answer requests when the first build has ended."""
        async with super().lifespan(app):
            await self._is_built.wait()
            self._started()
            yield

    async def watch(self) -> None:
        """Build, and again after each change, and have browsers reload."""
        changes = watchfiles.awatch(
            *self._watched, watch_filter=lambda _, path: not self._ignored(path), step=_QUIET
        )
        try:
            # It starts when the loop below first waits, and is watching.
            first = asyncio.create_task(self._build(()))
            async for found in changes:
                await first
                await self._build(sorted({Path(path).resolve() for _, path in found}))
                self.flag.set()
        finally:
            self._is_built.set()

    async def _build(self, paths: Sequence[Path]) -> None:
        try:
            await asyncio.to_thread(self._builds, changed_paths=paths)
        finally:
            self._is_built.set()


def serve(
    builds: Builds,
    directory: Path,
    doctrees: Path,
    listening: socket.socket,
    *,
    host: str,
    watched: Sequence[Path],
    ignored: Sequence[str],
    ignored_patterns: Sequence[str],
    started: Callable[[], None],
) -> None:
    """Build and serve *directory*, and build again when something below *watched* changes.

    It returns when it is interrupted.

    :param doctrees: the directory of doctrees, which is never served.
    :param listening: the socket that browsers connect to.
    :param host: the name or IP address that was given to listen at.
    :param ignored: paths and glob patterns of files whose changes are ignored.
    :param ignored_patterns: regular expressions of such paths.
    :param started: called when the first build has ended.
    """
    ignoring = IgnoreFilter([*_IGNORED, *ignored], [*_IGNORED_PATTERNS, *ignored_patterns])
    server = LiveServer(watched, ignoring, builds, started)
    application = Starlette(
        routes=[
            WebSocketRoute("/websocket-reload", server, name="reload"),
            Mount("/", app=SiteFiles(directory, doctrees), name="static"),
        ],
        middleware=[
            Middleware(TrustedNamesMiddleware, names=TrustedNames(host, listening.getsockname()[0])),
            Middleware(ReloadScriptMiddleware),
        ],
        lifespan=server.lifespan,
    )
    uvicorn.Server(uvicorn.Config(application, log_level="warning")).run(sockets=[listening])
