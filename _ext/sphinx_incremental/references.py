"""What a page shows of others where it refers to them: it is written again when that changes.

A cross-reference without a text of its own takes that of its target: the title of a page or section, a
caption, a number.  Sphinx writes a page again when it has been read again, so that one which refers to a
page whose title has changed would show the old one, and one which refers to a page that is gone would keep
its link.  The references of a page are among its facts; what they show is worked out here, for the roles and
links of Sphinx, its domains, and MyST.  https://www.sphinx-doc.org/en/master/usage/referencing.html
Not for what other extensions collect from pages, such as a list of all that is to be done, nor for the
inventories of other sites.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sphinx.domains.citation import CitationDomain
from sphinx.domains.math import MathDomain
from sphinx.domains.python import PythonDomain
from sphinx.domains.std import StandardDomain

from .facts import Reference, page_facts
from .fingerprints import digest, pages_changed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

# References that show numbers, and may show the name of what they refer to in a text of their own.
_NUMBERED = frozenset({"numref", "eq"})
_WORD = re.compile(r"[^\s=\[\]]+")
# The last part of a name in any language: of a.b, a::b, a/b.
_LAST = re.compile(r"[^.:/]*[.:/]*$")


def find_outdated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages whose references show something else than in the last build."""
    facts = page_facts(env)
    referring = {
        docname: facts[docname].references
        for docname in sorted(env.found_docs & facts.keys())
        if facts[docname].references
    }
    targets = Targets(env) if referring else None
    fingerprints = {}
    for docname, references in referring.items():
        assert targets is not None
        fingerprints[docname] = digest(*(repr(targets.shown(reference)) for reference in references))
    return pages_changed(app, env, "references", fingerprints)


class Target(NamedTuple):
    """What a reference may lead to."""

    docname: str
    """The page that it is on."""
    place: str
    """Where on the page, an id."""
    text: str = ""
    """What a reference without a text of its own shows."""
    kind: str = ""
    """What it is, where several things may have one name."""


class Targets:
    """All that references of a site may lead to."""

    def __init__(self, env: BuildEnvironment) -> None:
        self._env = env
        self._titles: dict[str, str] = {}
        self._named: dict[str, list[Target]] = defaultdict(list)
        for name, target in self._objects():
            self._named[_key(name)].append(target)

    def shown(self, reference: Reference) -> list[Target]:
        """Return all that decides what a reference shows, and where it leads.

        This may be more than does decide it, where domains have rules of their own for which of several
        objects of a similar name is meant.
        """
        found: list[Target] = []
        names = [reference.target]
        if reference.kind == "option":
            # It may be "program subcommand --name", "--name value" or "--name[=value]".
            names += _WORD.findall(reference.target)
        if not reference.is_page:
            for key in sorted({_key(name) for name in names}):
                found += sorted(self._named.get(key, ()))
        if reference.is_page or reference.kind in ("any", "myst"):
            found += self._places(reference.page, reference.fragment)
        if reference.is_explicit and reference.kind not in _NUMBERED:
            found = [target._replace(text="") for target in found]
        if reference.kind in _NUMBERED:
            found += [Target(target.docname, "", self._numbers(target.docname)) for target in found]
        return found

    def _places(self, docname: str, fragment: str) -> list[Target]:
        """Return a page, or the places on it that a fragment may mean."""
        if docname not in self._env.all_docs:
            return []
        if not fragment:
            return [Target(docname, "", self._title(docname))]
        slugs = self._env.metadata[docname].get("myst_slugs", {})
        places = [
            Target(docname, place, heading)
            for slug, (_, place, heading) in slugs.items()
            if fragment in (slug, place)
        ]
        # It may be the name of a place as well.
        named = [target for target in self._named.get(_key(fragment), ()) if target.docname == docname]
        return [*places, *sorted(named)]

    def _title(self, docname: str) -> str:
        if docname not in self._titles:
            title = self._env.titles.get(docname)
            self._titles[docname] = str(title) if title is not None else ""
        return self._titles[docname]

    def _objects(self) -> Iterator[tuple[str, Target]]:
        """Yield everything that has a name, with the name."""
        for domain in self._env.domains.values():
            if isinstance(domain, StandardDomain):
                for name, labelled in domain.labels.items():
                    # Titles of Sphinx's own pages are translated when they are shown: no texts before.
                    yield name, Target(*map(str, labelled))
                for name, place in domain.anonlabels.items():
                    yield name, Target(*place)
                for (kind, name), place in domain.objects.items():
                    yield name, Target(*place, kind=kind)
                for (program, name), place in domain.progoptions.items():
                    yield name, Target(*place, kind=f"option of {program}")
            elif isinstance(domain, MathDomain):
                for name, (docname, number) in domain.equations.items():
                    yield name, Target(docname, "", str(number))
            elif isinstance(domain, CitationDomain):
                for name, (docname, place_id, _) in domain.citations.items():
                    yield name, Target(docname, place_id)
            else:
                for name, text, kind, docname, place_id, _ in domain.get_objects():
                    yield name, Target(docname, place_id, text, kind=f"{domain.name}:{kind} {name}")
            if isinstance(domain, PythonDomain):
                for name, module in domain.modules.items():
                    # The tooltip of a link to it.
                    tooltip = f"module {module.synopsis}, {module.platform}, {module.deprecated}"
                    yield name, Target(module.docname, module.node_id, kind=tooltip)

    def _numbers(self, docname: str) -> str:
        """Return the numbers of the figures, tables, listings and sections of a page."""
        return repr((self._env.toc_fignumbers.get(docname), self._env.toc_secnumbers.get(docname)))


def _key(name: str) -> str:
    """Return the last part of a name, by which a reference may call it, whatever its case."""
    found = _LAST.search(name)
    return (found[0] if found else name).lower()
