"""Addresses that readers have bookmarked, and the files that answer them.

The rules are those of the hosts (Read the Docs, GitHub Pages) and of jekyll-redirect-from 0.16, made safe: an
address that no static host could answer, or that would leave the site, is refused with a reason.  Pure.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from urllib.parse import quote, unquote_to_bytes

from .problems import shorten

SOURCE_SUFFIXES = (".md", ".rst", ".ipynb", ".txt")
"""What the names of source files end with; no address of a page does."""
_PAGE_SUFFIXES = (".html", ".htm")
# Names that Windows keeps for devices, with any suffix; a checkout or build there could not hold them.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
# Most addresses: nothing in them needs a second look, which counts where there are ten thousand.
_NAME = r"[A-Za-z0-9_~-]+(?:\.[A-Za-z0-9_~-]+)*"
_PLAIN = re.compile(rf"/(?:{_NAME}/)*(?:{_NAME})?")
_PLAIN_DEVICE = re.compile(r"/(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:[./]|$)", re.IGNORECASE)
# Sphinx's directories, and that of Read the Docs, whose own pages and files are below /_/.
_RESERVED = frozenset({"_", "_downloads", "_images", "_modules", "_sources", "_static"})
# File systems allow 255 bytes a name; ".html" may be added.
_MAX_NAME_BYTES = 240
_MAX_BYTES = 900
# What would end the path of an address, or be taken for an encoding.
_ENCODED = frozenset("%#?")


class UnsafeAddressError(ValueError):
    """An address that cannot be served, with the reason in words."""


def address_files(text: str) -> tuple[str, ...]:
    """Return the files that answer *text*, an address as front matter writes it.

    ``/x/`` is ``x/index.html``; ``/x.html`` and ``/x.htm`` are that file; ``/x`` is ``x.html`` and
    ``x/index.html``, because GitHub Pages answers it with the one and Read the Docs with the other; any other
    suffix (``/x.pdf``) is a directory of that name, since a host would serve the file as what it is not.

    :raises UnsafeAddressError: for a scheme, another host, ``..``, a query or fragment, control characters,
        and names that no file can have.
    """
    path = parse_path(text)
    if is_reserved(path):
        raise UnsafeAddressError(f"{shorten(path.partition('/')[0])} is reserved for the build and for hosts")
    return answering_files(path)


def is_reserved(path: str) -> bool:
    """Return whether *path* is below a directory of the build or of a host, or may be a setting of a host.

    Hosts serve other directories that begin with ``_``, as Jekyll wrote some.
    """
    top, slash, _rest = path.partition("/")
    return top.startswith(".") or top.lower() in _RESERVED or (top.startswith("_") and not slash)


def parse_path(text: str, *, portable: bool = True) -> str:
    """Return the path that *text*, an address of this site, asks a host for.

    :param portable: whether every file system must be able to store it.
    :returns: the path from the root of the site, decoded, in NFC, without a leading slash and without empty
        parts; that of a directory ends with a slash, and that of the root is empty.
    :raises UnsafeAddressError: as :func:`address_files`.
    """
    if _PLAIN.fullmatch(text) and len(text) < _MAX_NAME_BYTES and not _PLAIN_DEVICE.search(text):
        return text[1:]
    _check_text(text)
    path = _decode(text)
    segments = [segment for segment in path.split("/") if segment not in ("", ".")]
    for segment in segments:
        check_name(segment, portable=portable)
    joined = "/".join(segments)
    if len(joined.encode()) > _MAX_BYTES:
        raise UnsafeAddressError("it is too long")
    return f"{joined}/" if joined and path.endswith(("/", "/.")) else joined


def address_text(path: str) -> str:
    """Return the one spelling of the address of *path* (decoded, no leading slash), without spaces.

    Letters of every script stay as they are, so that people can read them.
    """
    if _PLAIN.fullmatch(f"/{path}"):
        return f"/{path}"
    return "/" + "".join(
        # A file's name need not be text: what of it is none has an encoding that parse_path refuses.
        quote(char, errors="surrogatepass")
        if char in _ENCODED or not char.isprintable() or char.isspace()
        else char
        for char in path
    )


def file_address(file: str) -> str:
    """Return the address that people share for *file*: that of its directory, for an ``index.html``."""
    return address_text(directory_url(file))


def answering_files(path: str) -> tuple[str, ...]:
    """Return the files that answer *path*, as :func:`parse_path` returns it.

    :raises UnsafeAddressError: if it is the name of a source file.
    """
    if not path or path.endswith("/"):
        return (f"{path}index.html",)
    suffix = posixpath.splitext(path)[1].lower()
    if suffix in _PAGE_SUFFIXES:
        return (path,)
    if suffix in SOURCE_SUFFIXES:
        raise UnsafeAddressError(
            "it is the name of a source file; write the URL that readers have, such as /x/"
        )
    return (f"{path}/index.html",) if suffix else (f"{path}.html", f"{path}/index.html")


def retired_files(path: str) -> tuple[str, ...]:
    """Return the files of the page that states that *path* is retired; none, if no page can be there.

    Unlike a redirect's, it may be the name of a source file: a text that was published as it is.
    """
    if is_reserved(path):
        return ()
    try:
        return answering_files(path)
    except UnsafeAddressError:
        return (f"{path}/index.html",)


def _check_text(text: str) -> None:
    if not text.strip():
        raise UnsafeAddressError("it is empty; write /old-url/")
    if text != text.strip():
        raise UnsafeAddressError("it begins or ends with a space")
    _check_characters(text)
    if text.startswith("//"):
        raise UnsafeAddressError("it begins with //, which names another host; write one slash")
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        raise UnsafeAddressError("it must be a path of this site, such as /old-url/, not a full URL")
    if "?" in text:
        raise UnsafeAddressError(
            "it has a query, which a static host does not look at; leave out what follows the ?"
        )
    if "#" in text:
        raise UnsafeAddressError(
            "it has a fragment, which browsers keep to themselves; leave out what follows the #"
        )


def _check_characters(text: str) -> None:
    if "\\" in text:
        raise UnsafeAddressError("it holds a backslash; write /")
    if text.isascii() and text.isprintable():
        return
    if any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp", "Cn") for char in text):
        raise UnsafeAddressError("it holds a control character")
    # Marks that change the direction of the text around them make an address look like another one.
    if any(
        unicodedata.bidirectional(char) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        for char in text
    ):
        raise UnsafeAddressError("it holds a control character")


def _decode(text: str) -> str:
    """Decode percent-encoding once, to NFC."""
    if re.search(r"%(?![0-9A-Fa-f]{2})", text):
        raise UnsafeAddressError("it holds a % that is not part of a percent-encoding; write %25")
    if re.search(r"%(?:2f|5c)", text, re.IGNORECASE):
        raise UnsafeAddressError("it holds an encoded slash, which hosts read in different ways")
    try:
        decoded = unquote_to_bytes(text).decode("utf-8")
    except UnicodeDecodeError:
        raise UnsafeAddressError("its percent-encoding is not UTF-8") from None
    _check_characters(decoded)
    return unicodedata.normalize("NFC", decoded)


def check_name(name: str, *, portable: bool = True) -> None:
    """Refuse a part of a path that leads upwards, or that not every system can store.

    :param portable: whether every system must be able to store it.
    :raises UnsafeAddressError: with the reason.
    """
    if name == "..":
        raise UnsafeAddressError("it leads upwards with ..")
    if not portable:
        return
    # A colon is in the addresses of pages that had a URL, a title or a placeholder of Jekyll's as theirs.
    if re.search(r'[<>"|?*]', name):
        raise UnsafeAddressError(
            f'{shorten(name)} holds one of < > " | ? *, which not every file system can store'
        )
    if name.endswith((".", " ")) or name.startswith(" "):
        raise UnsafeAddressError(
            f"{shorten(name)} begins or ends with a space, or ends with a dot, "
            "which not every file system can store"
        )
    if _DEVICES.fullmatch(name):
        raise UnsafeAddressError(f"{shorten(name)} is a name that Windows keeps for a device")
    if len(name.encode()) > _MAX_NAME_BYTES:
        raise UnsafeAddressError("it is too long")


def directory_url(path: str) -> str:
    """Return *path* without an ``index.html`` at its end."""
    head, _, name = path.rpartition("/")
    if name != "index.html":
        return path
    return f"{head}/" if head else ""


def page_forms(name: str) -> tuple[str, ...]:
    """Return the files of a page, or of conf.py's redirects, under the builders html and dirhtml."""
    if name == "index":
        return ("index.html",)
    # A directory's index has one file, and /x, its address without a slash, may have been x.html.
    name = name.removesuffix("/index")
    return (f"{name}.html", f"{name}/index.html")


def comparable(file: str) -> str:
    """Return *file* in the form in which two names are the same on some file system: NFC, without case."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", file).casefold())
