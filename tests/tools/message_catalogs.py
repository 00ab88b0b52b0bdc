"""Brings the message catalogs up to date with the code, for `make messages`.

The words are those of the extension and of furo, which has no catalogs of its own.  New ones are added to the
catalog of each language, without a translation; those that are gone are removed.  What is translated is
compiled.  Nothing is fuzzy: a guess at a translation is worse than the English word.
"""

from __future__ import annotations

import functools
import importlib.util
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).parent.parent.parent
PACKAGE = PROJECT / "_ext" / "sphinx_homepage"
LOCALE = PACKAGE / "locale"
TEMPLATE = LOCALE / "sphinx.pot"
_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("theme/**.html", "jinja2")]


def _directories() -> Iterator[tuple[str, Path]]:
    yield "sphinx_homepage", PACKAGE
    spec = importlib.util.find_spec("furo")
    assert spec is not None and spec.origin is not None
    yield "furo", Path(spec.origin).parent


@functools.cache
def extract() -> Catalog:
    """Return the messages of the code, in the order of its files."""
    catalog = Catalog(charset="utf-8", project="sphinx-homepage")
    for package, directory in _directories():
        found = extract_from_dir(
            directory,
            method_map=_METHODS,
            keywords=DEFAULT_KEYWORDS,
            comment_tags=["Translators:"],
            strip_comment_tags=True,
        )
        for name, _line, message, comments, context in found:
            place = (f"{package}/{Path(name).as_posix()}", 0)
            catalog.add(message, locations=[place], auto_comments=comments, context=context)
    return catalog


def catalogs() -> list[Path]:
    """Return the catalog of each language."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))


def read(path: Path) -> Catalog:
    """Return a catalog of a language."""
    with path.open("rb") as stream:
        return read_po(stream, locale=path.parts[-3], charset="utf-8")


def written(catalog: Catalog, *, omit_header: bool = False) -> bytes:
    """Return a catalog as the text of its file."""
    stream = io.BytesIO()
    # Lines would change with every edit of the code.
    write_po(stream, catalog, include_lineno=False, ignore_obsolete=True, omit_header=omit_header)
    return stream.getvalue().strip() + b"\n"


def compiled(catalog: Catalog) -> bytes:
    """Return a catalog in the form that gettext reads."""
    stream = io.BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()


def main() -> int:
    """Write the template, and update and compile the catalogs; tell what is not translated."""
    template = extract()
    # Without a header, since its date would change every time.
    TEMPLATE.write_bytes(written(template, omit_header=True))
    missing = 0
    for path in catalogs():
        catalog = read(path)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        path.write_bytes(written(catalog))
        path.with_suffix(".mo").write_bytes(compiled(catalog))
        for message in catalog:
            if message.id and not message.string:
                missing += 1
                print(f"{path.relative_to(PROJECT)}: not translated: {message.id!r}")
    print(f"{len(template)} messages; {missing or 'no'} translations are missing")
    return 0


if __name__ == "__main__":
    sys.exit(main())
