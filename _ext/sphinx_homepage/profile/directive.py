"""The directive ``author-profile``: an author's fields for one page, or a card in its body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from sphinx.util.docutils import SphinxDirective

from ..core.diagnostics import content_line, warn
from ..core.problems import Subtype, did_you_mean, shorten
from ..core.values import Value, YamlError, parse_yaml
from .model import AuthorProfile, canonical_key, parse_author
from .people import is_pattern
from .uses import AuthorUse, PeopleUse, author_card, people, sidebar_author

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils import nodes

_PLACEMENTS = ("sidebar", "inline")
# The options that are no fields of an author.
_OWN = ("placement", "group")


class _AnyOption(dict[str, "Callable[[str | None], str]"]):
    """An option specification that lets every name through; the directive itself warns about wrong ones.

    docutils would drop the whole directive for one misspelt option.  Sphinx's autodoc does the same.
    """

    def __bool__(self) -> bool:
        return True

    def __contains__(self, _key: object) -> bool:
        return True

    def __getitem__(self, _key: str) -> Callable[[str | None], str]:
        return lambda text: text or ""


class AuthorProfileDirective(SphinxDirective):
    """``author-profile [key]`` with a field or network of an author record as each option.

    The options override the record of *key*, or of the site's author, on this page; an empty option takes a
    field away.  ``:placement: inline`` shows the card where the directive is instead of in the sidebar.

    Several authors, in the argument with commas between them or on lines of the content, are shown there as
    well, in groups if ``:group: role`` is given.
    """

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[Any] = _AnyOption()

    def run(self) -> list[nodes.Node]:
        """Leave a node with the values of the options; bad ones are warned about and left out."""
        options = {key: value or "" for key, value in self.options.items()}
        placement = options.pop("placement", "sidebar").strip()
        if placement not in _PLACEMENTS:
            hint = did_you_mean(placement, _PLACEMENTS)
            self._warn(f"placement is sidebar or inline, not {shorten(placement)}{hint}", Subtype.DIRECTIVE)
            placement = "sidebar"
        names = self._names()
        if self.content or "group" in options or len(names) > 1 or any(is_pattern(name) for name, _ in names):
            return self._people(names, options, placement)
        use = AuthorUse(
            self.arguments[0].strip() if self.arguments else "", self._overrides(options), self.lineno
        )
        node = author_card() if placement == "inline" else sidebar_author()
        node["use"] = use
        self.set_source_info(node)
        return [node]

    def _names(self) -> list[tuple[str, int]]:
        """Return the authors that the argument and the content name, with the line of each."""
        found = [(name, self.lineno) for name in (self.arguments[0].split(",") if self.arguments else ())]
        found += [(name, content_line(self, offset)) for offset, name in enumerate(self.content)]
        return [(name.strip(), line) for name, line in found if name.strip()]

    def _people(
        self, names: list[tuple[str, int]], options: dict[str, str], placement: str
    ) -> list[nodes.Node]:
        group = options.pop("group", "")
        if group.strip().lower() not in ("", "role"):
            self._warn(f"group is role, not {shorten(group)}", Subtype.DIRECTIVE)
        if placement != "inline":
            message = "several authors are shown where the directive is; add ':placement: inline'"
            self._warn(message, Subtype.DIRECTIVE)
        for key in options:
            message = f"the option {shorten(key)} is for one author; write it into the record of each"
            self._warn(message, Subtype.DIRECTIVE)
        if not names:
            message = "it shows nobody; write the key of an author on each line, or * for all"
            self._warn(message, Subtype.DIRECTIVE)
        keys, lines = zip(*names, strict=True) if names else ((), ())
        node = people(use=PeopleUse(keys, lines, group.strip().lower() == "role"))
        self.set_source_info(node)
        return [node]

    def _overrides(self, options: dict[str, str]) -> AuthorProfile:
        for key in [key for key in options if canonical_key(key) is None]:
            hint = did_you_mean(key, _OWN, cutoff=0.75)
            if hint:
                self._warn(f"unknown option {shorten(key)}{hint}", Subtype.DIRECTIVE)
                del options[key]
        fields = {key: self._value(key, text) for key, text in options.items()}
        profile, problems = parse_author(Value(fields), language=self.config.language)
        for problem in problems:
            subtype = Subtype.DIRECTIVE if problem.subtype is Subtype.AUTHOR else problem.subtype
            self._warn(problem.message, subtype)
        return profile

    def _value(self, key: str, text: str) -> Value:
        """Read ``links`` as YAML, since it is a list; every other option is the text that it is."""
        if key == "links" and text.strip():
            try:
                return parse_yaml(text)
            except YamlError as error:
                self._warn(f"links: {error.message}", Subtype.DIRECTIVE)
                return Value(None)
        return Value(text.strip())

    def _warn(self, message: str, subtype: Subtype) -> None:
        warn(f"author-profile: {message}", subtype, (self.env.current_document.docname, self.lineno))
