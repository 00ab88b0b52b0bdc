"""sphinx-autobuild's server, which tells browsers to reload, with our builds behind it."""

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
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    import socket
    from collections.abc import AsyncIterator, Callable, Sequence

    from .builds import Builds

_QUIET = 20
"""How long nothing has to change before what has changed is built, in milliseconds.

Editors write a file in one go, or another one that they then rename.
"""
_IGNORED = (
    *(".git", ".hg", ".svn", ".idea", ".vscode", ".venv", "venv", ".tox", ".nox", "node_modules"),
    *(".mypy_cache", ".ruff_cache", ".pytest_cache", ".pytype"),
)
# What editors and systems write beside a file, or instead of it for a moment: a~, .a.swp, 4913, #a#, .#a,
# and what gedit, PyCharm and sed -i then give the name of the file.
_IGNORED_PATTERNS = (
    r"(~|\.sw[a-z]|\.tmp|/\.DS_Store|/4913|/\.?#[^/]*)$",
    r"(/\.goutputstream-\w+|___jb_(tmp|old)___|/sed\w{6})$",
    r"/__pycache__(/|$)",
)


class LiveServer(RebuildServer):  # type: ignore[misc]  # sphinx-autobuild has no types
    """Looks sooner than its base, also while the first build runs; builds are processes of their own."""

    def __init__(
        self,
        watched: Sequence[Path],
        ignored: IgnoreFilter,
        builds: Builds,
        started: Callable[[], None],
    ) -> None:
        super().__init__(list(watched), ignored, builds)
        self._builds = builds
        self._started = started
        self._is_built = asyncio.Event()

    @contextlib.asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:
        """Begin to answer when the first build has ended."""
        async with super().lifespan(app):
            await self._is_built.wait()
            self._started()
            yield

    async def watch(self) -> None:
        """Build, and again after each change, and have browsers reload."""
        changes = watchfiles.awatch(
            *self.paths, watch_filter=lambda _, path: not self.ignore(path), step=_QUIET
        )
        try:
            # It runs when the loop below first waits, and so watches.
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
    folder: Path,
    listening: socket.socket,
    *,
    address: str,
    watched: Sequence[Path],
    ignored: Sequence[str],
    ignored_patterns: Sequence[str],
    started: Callable[[], None],
) -> None:
    """Build and serve *folder*, and build again when something below *watched* changes.

    It returns when somebody interrupts.

    :param listening: where browsers come in.
    :param address: the name and the port of the same.
    :param ignored: paths and glob patterns of what does not count as a change.
    :param ignored_patterns: regular expressions of the same.
    :param started: called when the first build has ended.
    """
    ignoring = IgnoreFilter([*_IGNORED, *ignored], [*_IGNORED_PATTERNS, *ignored_patterns])
    server = LiveServer(watched, ignoring, builds, started)
    application = Starlette(
        routes=[
            WebSocketRoute("/websocket-reload", server, name="reload"),
            Mount("/", app=StaticFiles(directory=folder, html=True), name="static"),
        ],
        middleware=[Middleware(JavascriptInjectorMiddleware, ws_url=address)],
        lifespan=server.lifespan,
    )
    uvicorn.Server(uvicorn.Config(application, log_level="warning")).run(sockets=[listening])
