"""The images that authors and pages name: their files, and their paths in the built site."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from ..core.web_urls import has_scheme
from .front_matter import IMAGE_SUFFIXES
from .public_files import published_entries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx

_NO_PATH = "write the path of an image of this site, such as _static/me.jpg"
COPIED = "_static/sphinx-homepage/images/"
"""Where images of no ``html_static_path`` are copied to; below it, they have the path of their source."""


class ImageError(ValueError):
    """An image that cannot be shown; the message tells why, and what to write instead."""


class ImageDirectories(NamedTuple):
    """The directories in which a project keeps its images."""

    srcdir: Path
    confdir: Path
    static_paths: Sequence[Path]
    """The directories and files of ``html_static_path``."""
    published: Sequence[Path] = ()
    """Those of ``html_extra_path``, ``public/`` among them, whose files are at the root of the site."""

    @classmethod
    def of(cls, app: Sphinx) -> ImageDirectories:
        """Return the directories of a project."""
        static = [Path(app.confdir, entry) for entry in app.config.html_static_path]
        published = [Path(app.confdir, entry) for entry in published_entries(app)]
        return cls(Path(app.srcdir), Path(app.confdir), static, published)


def is_elsewhere(image: str) -> bool:
    """Return whether an image is the URL of one on another site; the name of a file may have a colon, too."""
    return bool(re.match("(?:https?:)?//", image, re.IGNORECASE))


def find_image(text: str, directories: ImageDirectories) -> str:
    """Return the path in the built site of the image *text*: ``_static/ada.jpg``.

    An image is searched for in ``public/``, the source directory, the static directories, and ``images/``
    in the first two, where academicpages keeps it.  Its letter case must match, because it must on the host.

    :raises ImageError: if there is no such file, or if it is an image on another site.
    """
    if is_elsewhere(text):
        remedy = "put the image into _static/ and name it here"
        raise ImageError(f"pages of this site load nothing from other sites; {remedy}")
    path = PurePosixPath(text.lstrip("/"))
    if "\\" in text or ".." in path.parts or not path.name or not text.isprintable():
        raise ImageError(_NO_PATH)
    if path.suffix.lower() not in IMAGE_SUFFIXES:
        shown = f"this is not an image that browsers show; write one of {', '.join(IMAGE_SUFFIXES)}"
        raise ImageError(_NO_PATH if has_scheme(text) else shown)
    other_case = None
    for directory, relative in candidate_files(text, directories):
        found = _exact(directory, relative)
        if found == relative:
            return _built_path(directory / Path(*relative.parts), directories)
        other_case = other_case or found
    if other_case:
        raise ImageError(f"the file is called {other_case}; letter case matters on the web, so write it so")
    if has_scheme(text):
        raise ImageError(_NO_PATH)
    # From the root of the site, as Jekyll has it: the file that is missing keeps its URL.
    place = f"public{text}" if text.startswith("/") else text if path.parts[0] == "public" else ""
    remedy = f"at {place}" if place else f"into _static/ and write _static/{path.name}"
    raise ImageError(f"there is no such file; put the image {remedy}")


def is_copied(built_path: str) -> bool:
    """Return whether this extension copies the image; Sphinx copies those of ``html_static_path``."""
    return built_path.startswith(COPIED)


def source_file(built_path: str, directories: ImageDirectories) -> Path | None:
    """Return the file of an image, given its path in the built site; ``None`` if it is gone."""
    if is_copied(built_path):
        path = built_path.removeprefix(COPIED)
        candidates = [directories.srcdir / path, directories.confdir / path]
    else:
        path = built_path.removeprefix("_static/")
        entries = directories.published if path == built_path else directories.static_paths
        # The last directory that has the file is the one whose copy Sphinx keeps.
        candidates = [
            entry if entry.name == path and entry.is_file() else entry / path for entry in reversed(entries)
        ]
    return next((file for file in candidates if file.is_file()), None) if path else None


def candidate_files(text: str, directories: ImageDirectories) -> list[tuple[Path, PurePosixPath]]:
    """Return where the image *text* is searched for, in order: directories, and paths below them."""
    path = PurePosixPath(text.lstrip("/"))
    return [
        *((directory, path) for directory in directories.published),
        (directories.srcdir, path),
        (directories.confdir, path),
        *((directory, path) for directory in directories.static_paths),
        *(
            (directory, PurePosixPath("images") / path)
            for directory in (*directories.published, directories.srcdir)
        ),
    ]


def _exact(directory: Path, relative: PurePosixPath) -> PurePosixPath | None:
    """Return *relative* in the letter case of the file system; ``None`` if there is no such file."""
    parts: list[str] = []
    for part in relative.parts:
        try:
            names = sorted(path.name for path in directory.joinpath(*parts).iterdir())
        except OSError:
            return None
        match = (
            part if part in names else next((name for name in names if name.lower() == part.lower()), None)
        )
        if match is None:
            return None
        parts.append(match)
    return PurePosixPath(*parts) if directory.joinpath(*parts).is_file() else None


def _built_path(file: Path, directories: ImageDirectories) -> str:
    tops = [(entry, "") for entry in directories.published]
    tops += [(entry, "_static/") for entry in directories.static_paths]
    for entry, prefix in tops:
        if file == entry:
            return f"{prefix}{entry.name}"
        if file.is_relative_to(entry):
            return f"{prefix}{file.relative_to(entry).as_posix()}"
    top = directories.srcdir if file.is_relative_to(directories.srcdir) else directories.confdir
    return f"{COPIED}{file.relative_to(top).as_posix()}"
