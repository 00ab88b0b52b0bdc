"""What the pages of a site said in the build before, to know which of them say something else now.

Kept in the environment, for each output folder apart: builders may share one environment, and what one of
them has written again, another has not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .builders import builds_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def outdated(app: Sphinx, env: BuildEnvironment, subject: str, said: Mapping[str, Any]) -> list[str]:
    """Remember what pages say, for the next build, and return those that said something else in the last.

    :param subject: what they speak of, which is remembered apart from other subjects.
    :param said: what each page says, by docname; a page that is not in it says nothing.
    :returns: the docnames, sorted; none for a builder that makes no site, which remembers nothing.
    """
    if not builds_pages(app.builder):
        return []
    if not hasattr(env, "homepage_said"):
        env.homepage_said = {}  # type: ignore[attr-defined]
    memory: dict[tuple[str, str], dict[str, Any]] = env.homepage_said  # type: ignore[attr-defined]
    place = (str(app.outdir), subject)
    before = memory.get(place, {})
    memory[place] = dict(said)
    return due(
        env,
        (
            docname
            for docname in said.keys() | before.keys()
            if docname in env.found_docs and said.get(docname) != before.get(docname)
        ),
    )


def forget(app: Sphinx, env: BuildEnvironment, subjects: Iterable[str]) -> None:
    """Forget what pages said of *subjects*: in the next build that asks, they say something new."""
    memory: dict[tuple[str, str], object] = getattr(env, "homepage_said", {})
    for subject in subjects:
        memory.pop((str(app.outdir), subject), None)


def due(env: BuildEnvironment, docnames: Iterable[str]) -> list[str]:
    """Return *docnames*, sorted, and have them seen to at the end of the build (:mod:`.unfinished`).

    Sphinx does not write them if it was asked for some pages only.
    """
    found = sorted(docnames)
    pages_due(env).update(found)
    return found


def pages_due(env: BuildEnvironment) -> set[str]:
    """Return the pages that this build has to write."""
    if not hasattr(env, "homepage_due"):
        env.homepage_due = set()  # type: ignore[attr-defined]
    docnames: set[str] = env.homepage_due  # type: ignore[attr-defined]
    return docnames
