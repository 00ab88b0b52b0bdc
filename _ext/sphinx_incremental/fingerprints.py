"""Fingerprints of what the pages of a site show, to know which of them show something else now.

They are kept in the environment, for each output directory apart: builders may share one environment, and
what one of them has written again, another has not.  Those of a directory that is gone are discarded.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .builders import builds_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def digest(*parts: str) -> str:
    """Return a digest of *parts*, lines of a text."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def pages_changed(
    app: Sphinx, env: BuildEnvironment, subject: str, fingerprints: Mapping[str, Any]
) -> list[str]:
    """Remember what pages show of *subject*, and return those that showed something else in the last build.

    For handlers of ``env-updated`` and ``env-get-updated``.

    :param subject: a name; the fingerprints of each subject are kept apart.
    :param fingerprints: what each page shows, by docname, as a value that can be pickled and compared; a page
        that is missing shows nothing.
    :returns: the docnames, sorted; none for a builder that makes no site, whose fingerprints are not kept.
    """
    if not builds_pages(app.builder):
        return []
    stored = _stored(env)
    key = (str(app.outdir), subject)
    before = stored.get(key, {})
    stored[key] = dict(fingerprints)
    _discard(stored, {outdir for outdir, _ in stored if not Path(outdir).is_dir()})
    return note_outdated(
        env,
        (
            docname
            for docname in fingerprints.keys() | before.keys()
            if docname in env.found_docs and fingerprints.get(docname) != before.get(docname)
        ),
    )


def discard_fingerprints(app: Sphinx, env: BuildEnvironment) -> None:
    """Discard the stored fingerprints of this output directory, so that every page is outdated."""
    _discard(_stored(env), {str(app.outdir)})


def note_outdated(env: BuildEnvironment, docnames: Iterable[str]) -> list[str]:
    """Return *docnames*, sorted, and note that they have to be written before the build is complete.

    Sphinx does not write them if it was asked for some pages only (:mod:`.interrupted`).
    """
    found = sorted(docnames)
    outdated_pages(env).update(found)
    return found


def outdated_pages(env: BuildEnvironment) -> set[str]:
    """Return the pages that this build has to write."""
    if not hasattr(env, "incremental_outdated"):
        env.incremental_outdated = set()  # type: ignore[attr-defined]
    docnames: set[str] = env.incremental_outdated  # type: ignore[attr-defined]
    return docnames


def _discard(stored: dict[tuple[str, str], dict[str, Any]], outdirs: Set[str]) -> None:
    for key in [key for key in stored if key[0] in outdirs]:
        del stored[key]


def _stored(env: BuildEnvironment) -> dict[tuple[str, str], dict[str, Any]]:
    if not hasattr(env, "incremental_fingerprints"):
        env.incremental_fingerprints = {}  # type: ignore[attr-defined]
    stored: dict[tuple[str, str], dict[str, Any]] = env.incremental_fingerprints  # type: ignore[attr-defined]
    return stored
