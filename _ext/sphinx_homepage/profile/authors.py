"""The authors of the site: read from conf.py or a YAML file, checked once, picked for each page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_incremental.config_errors import config_error

from ..core.diagnostics import file_location, warn
from ..core.problems import Problem, Subtype, did_you_mean, shorten
from ..core.values import Value, YamlError, find_assignment, from_python, parse_yaml, read_code
from ..pages.image_files import ImageDirectories, ImageError, find_image
from ..pages.records import PageRecord, page_records
from .model import AuthorProfile, canonical_key, parse_author
from .uses import AuthorUse, AuthorUses, author_uses

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

SITE_AUTHOR = ""
"""The key of ``author_profile`` among the authors; no author of ``author_profiles`` can have it."""


def read_authors(app: Sphinx, config: Config) -> dict[str, AuthorProfile]:
    """Read ``author_profile`` and ``author_profiles``, and warn about what is wrong in them.

    A field that cannot be read is left out, and so is one of several authors without a name.

    :returns: the authors by key; the site's author by :data:`SITE_AUTHOR`.
    :raises ConfigError: if a file of records, or the record of the site's author, cannot be read at all.
    """
    errors: list[str] = []
    authors: dict[str, AuthorProfile] = {}
    records = []
    for name in ("author_profile", "author_profiles"):
        value, file = _config_value(app, config, name, errors)
        if value is not None:
            records += [(key, item, file) for key, item in _records(name, value, file, errors)]
    for key, value, file in records:
        owner = f"author '{key}'" if key else "author_profile"
        profile, problems = parse_author(value, owner=owner, language=config.language)
        if isinstance(value.data, dict) and not profile.name:
            problems.append(Problem(f"{owner} has no name; write name: Ada Lovelace", value.line))
        if not profile.name and key == SITE_AUTHOR:
            errors += [_at(file, problem.line, problem.message) for problem in problems]
            continue
        for problem in problems:
            warn(problem.message, problem.subtype, file_location(file, problem.line))
        if not profile.name:
            continue
        where = file_location(file, _line_of(value, "avatar"))
        profile = replace(profile, is_site_author=key == SITE_AUTHOR)
        authors[key] = _with_avatar(profile, owner, where, ImageDirectories.of(app))
    if errors:
        raise config_error("\n".join(errors))
    return authors


def _with_avatar(
    profile: AuthorProfile, owner: str, location: str | None, directories: ImageDirectories
) -> AuthorProfile:
    if not profile.avatar:
        return profile
    try:
        return replace(profile, avatar=find_image(profile.avatar, directories))
    except ImageError as error:
        warn(f"{owner}: avatar: {shorten(profile.avatar)}: {error}", Subtype.AVATAR, location)
        return replace(profile, avatar="")


def _config_value(app: Sphinx, config: Config, name: str, errors: list[str]) -> tuple[Value | None, Path]:
    """Return a config value, and the file that it is written in."""
    conf_py = Path(app.confdir) / "conf.py"
    given = config[name]
    if not given:
        return None, conf_py
    source = find_assignment(read_code(conf_py), name)
    if isinstance(given, str):
        file = Path(app.confdir) / given
        line = source.lineno if source else None
        return _read_yaml(file, _at(conf_py, line, f"{name} = {given!r}"), errors), file
    if not isinstance(given, dict):
        wanted = f"{name} is a mapping, or the path of a YAML file; this is {from_python(given).described()}"
        errors.append(_at(conf_py, source.lineno if source else None, wanted))
        return None, conf_py
    return from_python(given, source), conf_py


def _read_yaml(file: Path, asked: str, errors: list[str]) -> Value | None:
    try:
        duplicates: list[tuple[str, int]] = []
        value = parse_yaml(file.read_text(encoding="utf-8-sig"), duplicates=duplicates)
        for key, line in duplicates:
            # A whole _config.yml has other keys, which are not for this extension to judge.
            if canonical_key(key):
                message = f"{key} is given twice, and only the last one counts; make it one"
                warn(message, Subtype.AUTHOR, file_location(file, line))
        return value
    except YamlError as error:
        errors.append(_at(file, error.line, error.message))
    except UnicodeDecodeError:
        errors.append(f"{asked}: {file.name} is not UTF-8 text; save it as UTF-8")
    except OSError as error:
        errors.append(
            f"{asked}: this file cannot be read ({error.strerror}); the path starts at conf.py's directory"
        )
    return None


def _records(name: str, value: Value, file: Path, errors: list[str]) -> Iterator[tuple[str, Value]]:
    if name == "author_profile":
        # An academicpages _config.yml serves as it is: the record is its "author:".
        if (
            isinstance(value.data, dict)
            and "author" in value.data
            and isinstance(value.data["author"].data, dict)
        ):
            value = value.data["author"]
        yield SITE_AUTHOR, value
    elif not isinstance(value.data, dict):
        wanted = "author_profiles maps keys to authors, such as ada: {name: Ada Lovelace}"
        errors.append(_at(file, value.line, f"{wanted}; this is {value.described()}"))
    else:
        for key, item in value.data.items():
            if key.strip():
                yield key, item
            else:
                message = "author_profiles: an author needs a key, by which pages name them"
                warn(message, Subtype.AUTHOR, file_location(file, item.line))


def _at(file: Path, line: int | None, message: str) -> str:
    return f"{file}:{line}: {message}" if line else f"{file}: {message}"


def _line_of(value: Value, key: str) -> int | None:
    item = value.data.get(key) if isinstance(value.data, dict) else None
    return item.line if item else value.line


def keep_authors(env: BuildEnvironment, authors: Mapping[str, AuthorProfile]) -> None:
    """Set the site's authors for this build, before anything is read."""
    env.homepage_authors = authors  # type: ignore[attr-defined]


def site_authors(env: BuildEnvironment) -> Mapping[str, AuthorProfile]:
    """Return the authors of this build by key."""
    authors: Mapping[str, AuthorProfile] = env.homepage_authors  # type: ignore[attr-defined]
    return authors


def site_author(env: BuildEnvironment) -> AuthorProfile | None:
    """Return the site's author, if conf.py has one."""
    return site_authors(env).get(SITE_AUTHOR)


def find_author(authors: Mapping[str, AuthorProfile], key: str) -> AuthorProfile | None:
    """Return the author with this key, or with exactly this name; ``None`` if there is no such author."""
    found = author_key(authors, key)
    return None if found is None else authors[found]


def author_key(authors: Mapping[str, AuthorProfile], name: str) -> str | None:
    """Return the key of the author with this key, or with exactly this name."""
    if name and name in authors:
        return name
    wanted = " ".join(name.split()).casefold()
    return next((key for key, author in authors.items() if wanted and author.name.casefold() == wanted), None)


def used_author(authors: Mapping[str, AuthorProfile], use: AuthorUse) -> AuthorProfile | None:
    """Return the author that a directive shows; ``None`` if it names an unknown one."""
    nobody = AuthorProfile(is_site_author=True)
    base = find_author(authors, use.key) if use.key else authors.get(SITE_AUTHOR, nobody)
    return base.overridden_by(use.overrides) if base else None


def page_authors(env: BuildEnvironment, docname: str) -> tuple[AuthorProfile, ...]:
    """Return the authors that a page shows, in order.

    A page that no document made, such as the search page, shows the site's author.

    ``author_profile: false`` wins, then the directive, then ``author``, then ``author_profile: true``, then
    ``author_profile_default``.  Where ``author`` names nobody who is known, it is the site's author.
    """
    authors = site_authors(env)
    matter = page_records(env).get(docname, PageRecord()).front_matter
    sidebar = author_uses(env).get(docname, AuthorUses()).sidebar
    found: list[AuthorProfile | None]
    if matter.author_profile is False:
        found = []
    elif sidebar:
        found = [used_author(authors, sidebar)]
    elif matter.authors:
        found = [_from_front_matter(authors, value, env.config.language) for value in matter.authors]
        if not any(author and author.name for author in found):
            found = [authors.get(SITE_AUTHOR)]
    elif matter.author_profile or env.config.author_profile_default:
        found = [authors.get(SITE_AUTHOR)]
    else:
        found = []
    return tuple(author for author in found if author and author.name)


def _from_front_matter(
    authors: Mapping[str, AuthorProfile], value: Value, language: str
) -> AuthorProfile | None:
    if isinstance(value.data, dict):
        # check_authors has warned about its image.
        return replace(parse_author(value, language=language)[0], avatar="")
    return find_author(authors, value.data)


def shown_authors(env: BuildEnvironment) -> dict[str, tuple[AuthorProfile | None, ...]]:
    """Return the authors that each page shows, in its sidebar and in its body, by docname."""
    authors, uses = site_authors(env), author_uses(env)
    return {
        docname: (
            *page_authors(env, docname),
            None,
            *(used_author(authors, use) for use in uses.get(docname, AuthorUses()).inline),
        )
        for docname in env.found_docs
    }


def check_authors(env: BuildEnvironment) -> None:
    """Warn about every unknown author that a page names.

    In every build, also for pages that were not read again: the authors may have changed since.
    """
    authors = site_authors(env)
    for docname, record in sorted(page_records(env).items()):
        for value in record.front_matter.authors:
            if isinstance(value.data, dict):
                _check_record(value, docname, env.config.language)
            else:
                check_key(authors, value.data, docname, value.line, "author")
        uses = author_uses(env).get(docname, AuthorUses())
        for use in (uses.sidebar, *uses.inline):
            if use and use.key:
                check_key(authors, use.key, docname, use.line, "author-profile")
            elif use and not _has_name(used_author(authors, use)):
                message = "author-profile has nobody to show; set author_profile in conf.py, or add ':name:'"
                warn(message, Subtype.DIRECTIVE, (docname, use.line))
        matter = record.front_matter
        asks = matter.author_profile and not matter.authors and not uses.sidebar
        if asks and SITE_AUTHOR not in authors:
            message = "author_profile: true, but conf.py has no author_profile to show"
            warn(message, Subtype.AUTHOR, (docname, 1))


def _has_name(author: AuthorProfile | None) -> bool:
    return author is not None and bool(author.name)


def _check_record(value: Value, docname: str, language: str) -> None:
    profile, problems = parse_author(value, owner="author", language=language)
    if not profile.name and not problems:
        problems.append(Problem("author has no name", value.line))
    if profile.avatar:
        message = "author: a record in front matter has no image; move it to author_profiles in conf.py"
        problems.append(Problem(message, value.line, Subtype.AVATAR))
    for problem in problems:
        warn(problem.message, problem.subtype, (docname, problem.line))


def check_key(
    authors: Mapping[str, AuthorProfile], key: str, docname: str, line: int | None, what: str
) -> None:
    """Warn if there is no author with a key or a name."""
    if find_author(authors, key) is None:
        known = [name for name in authors if name]
        hint = did_you_mean(key, known, cutoff=0.6)
        if not hint:
            hint = f"; known are {', '.join(sorted(known))}" if known else "; conf.py has no author_profiles"
        warn(f"{what}: there is no author {shorten(key)}{hint}", Subtype.AUTHOR, (docname, line))
