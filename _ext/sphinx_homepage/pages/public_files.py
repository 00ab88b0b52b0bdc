"""Files that are published as they are, with a URL of their own: ``public/`` and ``html_extra_path``.

What is in the directory ``public/`` beside conf.py is at the root of the site: ``public/files/cv.pdf`` is
``/files/cv.pdf``.  Pages may name such a file by its address (``/files/cv.pdf``), by a path from the page
(``files/cv.pdf``, as if ``public/`` were the directory of the site), or by its source
(``public/files/cv.pdf``).  None of them makes a copy of it in ``_downloads/`` or ``_images/``.
"""

from __future__ import annotations

import os
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.util.matching import Matcher
from sphinx.util.osutil import relpath

from sphinx_incremental.builders import builds_pages, is_excluded
from sphinx_incremental.files import is_file
from sphinx_incremental.inputs import note_candidate

from ..core.diagnostics import warn
from ..core.problems import Subtype
from .page_links import find_nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

PUBLIC = "public"
"""The directory, beside conf.py."""
PUBLISHED = "homepage_published"
"""The attribute of an image with its path in the built site, if it is published as it is."""
SOURCE = "homepage_source"
"""The attribute of such an image with the path of its file, from the source directory."""
_STATIC = "_static/"


def exclude_public(app: Sphinx, config: Config) -> None:
    """Let nothing in ``public/`` be a page, whatever conf.py includes.

    Also where there is no such directory yet: Sphinx reads all pages again when the patterns are others.
    """
    directory = Path(app.confdir, PUBLIC)
    if directory.is_relative_to(app.srcdir):
        pattern = directory.relative_to(app.srcdir).as_posix()
        config.exclude_patterns = [*config.exclude_patterns, pattern]


def publish(app: Sphinx) -> None:
    """Have ``public/`` copied to the root of a site."""
    # Not for other builders: an EPUB would hold all of it.  A file of this name is none of ours.
    if builds_pages(app.builder) and Path(app.confdir, PUBLIC).is_dir():
        app.config.html_extra_path = published_entries(app)


def published_entries(app: Sphinx) -> list[str]:
    """Return ``html_extra_path`` with ``public/`` at its end, whether or not it is there: paths from conf.py.

    Pages are read again when a file appears in it.
    """
    entries = list(app.config.html_extra_path)
    is_named = Path(app.confdir, PUBLIC) in [Path(app.confdir, entry) for entry in entries]
    return entries if is_named else [*entries, PUBLIC]


class PublishedFiles(NamedTuple):
    """The directories and files that a project publishes as they are."""

    srcdir: str
    tops: list[tuple[str, str]]
    """Each with what its path in the built site begins with."""
    excluded: Callable[[str], bool]

    @classmethod
    def of(cls, app: Sphinx) -> PublishedFiles:
        """Return those of a project."""
        config = app.config
        entries = [(entry, "") for entry in published_entries(app)]
        entries += [(entry, _STATIC) for entry in config.html_static_path]
        tops = [(os.path.normpath(os.path.join(app.confdir, entry)), prefix) for entry, prefix in entries]  # noqa: PTH118
        return cls(os.fspath(app.srcdir), tops, Matcher(config.exclude_patterns))

    def candidates(self, path: str) -> Iterator[tuple[str, str]]:
        """Yield the files that *path* may name, each with the path in the built site that it would have.

        :param path: a normalized POSIX path from the source directory, or from the root of the site.
        """
        source = os.path.normpath(os.path.join(self.srcdir, path))  # noqa: PTH118
        for top, prefix in self.tops:
            inside = top + os.sep
            if source.startswith(inside):
                yield source, prefix + Path(source[len(inside) :]).as_posix()
            elif source == top or path == prefix + os.path.basename(top):  # noqa: PTH119
                yield top, prefix + os.path.basename(top)  # noqa: PTH119
            if path.startswith(prefix) and not path.startswith("../"):
                yield os.path.join(top, path[len(prefix) :]), path  # noqa: PTH118

    def is_published(self, file: str, name: str) -> bool:
        """Return whether there is *file*, and no pattern keeps it from being copied to *name*."""
        return is_file(Path(file)) and not is_excluded(name.removeprefix(_STATIC), self.excluded)


def source_path(docname: str, written: str) -> str:
    """Return a path that a page names as one from the source directory, or from the root of the site."""
    start = "" if written.startswith("/") else posixpath.dirname(docname)
    return posixpath.normpath(posixpath.join(start, written.lstrip("/")))


def mark_published(app: Sphinx, doctree: nodes.document) -> None:
    """Mark the images and downloads of a page that are published as they are.

    In ``doctree-read``, before Sphinx collects them to be copied.
    """
    found = list(find_nodes(doctree, nodes.image, addnodes.download_reference))
    if not found:
        return
    published = PublishedFiles.of(app)
    for node in found:
        if isinstance(node, nodes.image):
            _mark_image(app.env, published, node)
        else:
            _link_download(app.env, published, node)


def _mark_image(env: BuildEnvironment, published: PublishedFiles, image: nodes.Element) -> None:
    uri = image["uri"]
    if "://" in uri or uri.startswith(("//", "data:")) or uri.endswith(".*"):
        return
    docname = env.current_document.docname
    # Markdown encodes what is not ASCII.  A file may have a percent sign in its name all the same.
    decoded = unquote(uri) if unquote(uri).isprintable() else uri
    for written in dict.fromkeys((uri, decoded)):
        # Images of html_static_path are copied like all others, as Sphinx does it.
        file, name = _find(env, published, source_path(docname, written), skip=_STATIC)
        if name:
            image[PUBLISHED] = name
            image[SOURCE] = Path(relpath(file, published.srcdir)).as_posix()
            # A URL, which Sphinx does not look for among the sources; it is replaced when a page is written.
            image["uri"] = f"published://{quote(name)}"
            return
        if is_file(Path(env.relfn2path(written, docname)[1])):
            image["uri"] = written
            return
    image["uri"] = decoded
    if os.path.isdir(env.relfn2path(decoded, docname)[1]):  # noqa: PTH112 - False for a name that is too long
        # Sphinx would try to copy it, and could not tell which page names it.
        what = f"image '{uri}' is a directory" if uri else "an image has no path"
        warn(f"{what}; write the path of its file", Subtype.IMAGE, image)
        is_inline = isinstance(image.parent, nodes.TextElement)
        image.replace_self(nodes.Text(image.get("alt", "")) if is_inline else [])


def _link_download(env: BuildEnvironment, published: PublishedFiles, node: nodes.Element) -> None:
    """Make a link to the address of a published file from one to a download."""
    if "://" in node["reftarget"]:
        return
    path = source_path(env.current_document.docname, node["reftarget"])
    _, name = _find(env, published, path)
    if name:
        link = nodes.reference("", "", *node.children, refuri=f"/{quote(name)}", classes=node["classes"])
        link.source, link.line = node.source, node.line
        if "reftitle" in node:
            link["reftitle"] = node["reftitle"]
        node.replace_self(link)


def _find(
    env: BuildEnvironment, published: PublishedFiles, path: str, *, skip: str | None = None
) -> tuple[str, str]:
    """Return a published file and its path in the built site, or two empty strings.

    The page is read again when one of the files appears or is gone.
    """
    for file, name in published.candidates(path):
        if skip and name.startswith(skip):
            continue
        note_candidate(env, relpath(file, published.srcdir))
        if published.is_published(file, name):
            return file, name
    return "", ""
