"""The file that an author's picture is, found by the name that somebody wrote."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx

SUFFIXES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
COPIED = "_static/sphinx-homepage/pictures/"
"""Where pictures go that are in no ``html_static_path``; the rest is their path in the source folder."""


class AvatarError(ValueError):
    """A picture that cannot be shown, with the reason and the remedy."""


class AvatarPlaces(NamedTuple):
    """Where pictures can be."""

    srcdir: Path
    confdir: Path
    static_paths: Sequence[Path]
    """The folders and files of ``html_static_path``."""

    @classmethod
    def of(cls, app: Sphinx) -> AvatarPlaces:
        """Return the folders in which a project keeps its pictures."""
        static = [Path(app.confdir, entry) for entry in app.config.html_static_path]
        return cls(Path(app.srcdir), Path(app.confdir), static)


def find_avatar(text: str, places: AvatarPlaces) -> str:
    """Return the picture *text* as a path in the built site: ``_static/ada.jpg``.

    A picture is looked for from the source folder, in the static folders, and in ``images/``, where
    academicpages keeps it.  Letter case must fit, because it must on the host.

    :raises AvatarError: if there is none, or if it is a picture on another site.
    """
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", text):
        remedy = "put the picture into _static/ and name it here"
        raise AvatarError(f"pages of this site load nothing from other sites; {remedy}")
    path = PurePosixPath(text.lstrip("/"))
    if "\\" in text or ".." in path.parts or not path.name or not text.isprintable():
        raise AvatarError("write the path of a picture of this site, such as _static/me.jpg")
    if path.suffix.lower() not in SUFFIXES:
        raise AvatarError(f"this is no picture that browsers show; write one of {', '.join(SUFFIXES)}")
    other_case = None
    for folder, relative in candidate_files(text, places):
        found = _exact(folder, relative)
        if found == relative:
            return _built_path(folder / Path(*relative.parts), places)
        other_case = other_case or found
    if other_case:
        raise AvatarError(f"the file is called {other_case}; letter case matters on the web, so write it so")
    raise AvatarError(f"there is no such file; put the picture into _static/ and write _static/{path.name}")


def is_copied(built_path: str) -> bool:
    """Return whether a picture is to be copied; Sphinx copies those of ``html_static_path``."""
    return built_path.startswith(COPIED)


def source_file(built_path: str, places: AvatarPlaces) -> Path | None:
    """Return the file of a picture, given its path in the built site; ``None`` if it is gone."""
    if is_copied(built_path):
        path = built_path.removeprefix(COPIED)
        candidates = [places.srcdir / path, places.confdir / path]
    else:
        path = built_path.removeprefix("_static/")
        # The last folder that has the file is the one from which Sphinx's copy stays.
        candidates = [
            entry if entry.name == path and entry.is_file() else entry / path
            for entry in reversed(places.static_paths)
        ]
    return next((file for file in candidates if file.is_file()), None) if path else None


def candidate_files(text: str, places: AvatarPlaces) -> list[tuple[Path, PurePosixPath]]:
    """Return the folders and paths below them at which the picture *text* may be, the first choice first."""
    path = PurePosixPath(text.lstrip("/"))
    return [
        (places.srcdir, path),
        (places.confdir, path),
        *((folder, path) for folder in places.static_paths),
        (places.srcdir, PurePosixPath("images") / path),
    ]


def _exact(folder: Path, relative: PurePosixPath) -> PurePosixPath | None:
    """Return *relative* with the letter case that it has on the disk; ``None`` if it is not there."""
    parts: list[str] = []
    for part in relative.parts:
        try:
            names = sorted(path.name for path in folder.joinpath(*parts).iterdir())
        except OSError:
            return None
        match = (
            part if part in names else next((name for name in names if name.lower() == part.lower()), None)
        )
        if match is None:
            return None
        parts.append(match)
    return PurePosixPath(*parts) if folder.joinpath(*parts).is_file() else None


def _built_path(file: Path, places: AvatarPlaces) -> str:
    for entry in places.static_paths:
        if file == entry:
            return f"_static/{entry.name}"
        if file.is_relative_to(entry):
            return f"_static/{file.relative_to(entry).as_posix()}"
    top = places.srcdir if file.is_relative_to(places.srcdir) else places.confdir
    return f"{COPIED}{file.relative_to(top).as_posix()}"
