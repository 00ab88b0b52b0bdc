"""The words that readers meet are in the language of the site, and the catalogs are complete."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from sphinx.builders.html._assets import _file_checksum_inner
from sphinx.errors import ConfigError

import message_catalogs
from sphinx_homepage.core.dates import find_locale

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built, Site

BUILDERS = pytest.mark.parametrize("builder", ["html", "dirhtml"])
CATALOGS = pytest.mark.parametrize(
    "path", message_catalogs.catalogs(), ids=lambda path: path.relative_to(message_catalogs.LOCALE).parts[0]
)


def test_locales() -> None:
    locale = find_locale("sr@latin")
    assert locale is not None and locale.language == "sr"
    assert find_locale("xx") is None and find_locale("") is None and find_locale("no language") is None


@pytest.fixture
def as_if_alone(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return a function that has the next build read files that one before it has read in this process."""

    def forget() -> None:
        _file_checksum_inner.cache_clear()
        monkeypatch.setattr("gettext._translations", {})

    return forget


def messages(catalog: Catalog) -> dict[Any, Any]:
    return {(message.id, message.context): message.string for message in catalog if message.id}


def test_the_template_has_the_messages_of_the_code() -> None:
    with message_catalogs.TEMPLATE.open("rb") as stream:
        found = read_po(stream, charset="utf-8")
    assert messages(found).keys() == messages(message_catalogs.extract()).keys(), "run: make messages"


def test_the_languages() -> None:
    assert {path.parts[-3] for path in message_catalogs.catalogs()} >= {"de", "es", "fr", "zh_CN"}


@CATALOGS
def test_a_catalog_is_complete(path: Path) -> None:
    catalog = message_catalogs.read(path)
    found = messages(catalog)
    assert found.keys() == messages(message_catalogs.extract()).keys(), "run: make messages"
    assert not [key for key, string in found.items() if not string]
    assert not [message.id for message in catalog if message.id and message.fuzzy]
    assert not catalog.obsolete
    assert not [(message.id, errors) for message, errors in catalog.check()]


@CATALOGS
def test_a_catalog_is_compiled(path: Path) -> None:
    compiled = read_mo(io.BytesIO(path.with_suffix(".mo").read_bytes()))
    assert messages(compiled) == messages(message_catalogs.read(path)), "run: make messages"


# Values in letters that are no ASCII, so that what is in ASCII is a word of the code.
PLACES = "/ушла/ retired 2024-03-01: причина.\n"
PAGES = {
    "index.md": "---\ntitle: Дом\n---\n\nТекст.\n\n:::{author-profile}\n:placement: inline\n:::\n\n"
    "```{toctree}\nа\n```\n",
    "а.md": "---\ntitle: А\nredirect_from: /старая/\n---\n\nТекст.\n",
    "б.md": "---\ntitle: Б\nredirect_to: а\n---\n",
    "published-urls.txt": PLACES,
}
AUTHOR = {
    "name": "Ада Лавлейс",
    "pronouns": "она",
    "bio": "Аналитические машины и доказательства. " * 5,
    "employer": "Школа",
    "location": "Лондон",
    "email": "a@example.org",
    "website": "https://example.org/",
    "links": [{"label": f"Ссылка {number}", "url": f"https://example.net/{number}"} for number in range(12)],
}
CONF = (
    f"author_profile = {AUTHOR!r}\nproject = html_title = 'Дом'\nhtml_baseurl = 'https://example.org/'\n"
    "language = 'de'\n"
)


def shown(built: Built, builder: str) -> dict[str, str]:
    """Return the text of what the extension adds to pages, with the labels that are read out."""

    def text(element: Any) -> str:
        for hidden in element.select("script, style"):
            hidden.decompose()
        labels = [
            tag[name]
            for tag in element.select("*")
            for name in ("title", "alt", "aria-label", "placeholder")
            if tag.get(name)
        ]
        return " | ".join([element.get_text(" ", strip=True), *labels])

    places = {"home": "index.html"} | (
        {"redirecting": "б.html", "404": "404.html"}
        if builder == "html"
        else {"redirecting": "б/index.html", "404": "404/index.html"}
    )
    found = {
        f"{name} {selector}": text(element)
        for name, file in places.items()
        for selector in (".hp-sidebar", ".hp-compact", ".hp-inline", "article")
        for element in built.soup(file).select(selector)
    }
    alone = {"redirecting": places["redirecting"], "old": "старая/index.html", "gone": "ушла/index.html"}
    return found | {name: text(built.soup(file)) for name, file in alone.items()}


@BUILDERS
def test_no_word_is_left_out(site: Site, builder: str) -> None:
    """With a catalog that translates every message to letters that are no ASCII."""
    catalog = Catalog(locale="de")
    for message in message_catalogs.extract():
        if message.id:
            kept = re.findall(r"%s|%\(\w+\)s|&#\d+;|</?a.*?>", str(message.id))
            catalog.add(message.id, f"«{''.join(kept)}»")
    site.conf(CONF)
    site.write({**PAGES, "locales/de/LC_MESSAGES/sphinx.mo": message_catalogs.compiled(catalog)})
    built = site.build(builder)
    found = shown(built, builder)
    assert {name.partition(" ")[0] for name in found} == {"home", "404", "redirecting", "old", "gone"}
    assert len(found) > 8
    for place, text in found.items():
        # The month is worded by Babel; ¶ and the like are Sphinx's.
        left = re.findall(r"[A-Za-z]+", text.replace("März", "").replace("Link to this heading", ""))
        assert not left, f"{place}: {left}"
        if "article" not in place or place.startswith("404"):
            assert "«" in text, place
    body = built.soup("index.html").body
    assert "«" in body.select_one(".back-to-top").get_text()


@BUILDERS
def test_german(site: Site, builder: str) -> None:
    site.conf(CONF)
    site.write(PAGES)
    built = site.build(builder)
    found = shown(built, builder)
    assert "… mehr" in found["home .hp-sidebar"] and "6 weitere" in found["home .hp-sidebar"]
    assert "Ort: Лондон" in found["home .hp-compact"] and "E-Mail" in found["home .hp-inline"]
    assert "Seite nicht gefunden" in found["404 article"]
    assert built.soup("404.html").title.get_text() == "Seite nicht gefunden - Дом"
    assert "Diese Seite ist umgezogen: А" in found["old"] and "umgezogen: А" in found["redirecting"]
    assert "am 1. März 2024 aufgegeben: причина." in found["gone"].replace(" :", ":")
    assert built.soup("ушла/index.html").select_one("time")["datetime"] == "2024-03-01"
    assert "Nach oben" in built.text("index.html") and "Erstellt mit" in built.text("index.html")


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("fr_CA", "Page introuvable"),
        ("es", "Página no encontrada"),
        ("zh_CN", "找不到页面"),
        ("zh", "找不到页面"),
        ("zh_TW", "Page not found"),
        ("nl", "Page not found"),
    ],
)
def test_other_languages(site: Site, language: str, word: str) -> None:
    site.conf(CONF + f"language = {language!r}\n")
    site.write({"index.md": "# Дом\n"})
    assert site.build().soup("404.html").h1.get_text() == word


@BUILDERS
def test_another_language_is_on_every_page(site: Site, builder: str, as_if_alone: Callable[[], None]) -> None:
    site.conf(CONF)
    site.write(PAGES)
    site.build(builder)
    for language in ("fr", "ar", "en"):
        site.conf(CONF + f"language = {language!r}\n")
        as_if_alone()
        found = site.build(builder).files()
        wanted = site.build(builder, out=f"fresh-{language}", fresh=True).files()
        # Sphinx leaves the scripts of its search for the languages before, which no page loads.
        assert {name: found[name] for name in wanted} == wanted
        assert all(name.startswith("_static/") for name in found.keys() - wanted.keys())


@pytest.mark.parametrize("language", ["", "../x", "<b>", "two words"])
def test_no_language(site: Site, language: str) -> None:
    site.conf(f"language = {language!r}\n")
    site.write({"index.md": "# Home\n"})
    with pytest.raises(ConfigError, match=r"conf\.py:\d+: language: '.*' is no language; write"):
        site.build()


@pytest.mark.parametrize("language", ["None", "'xx'", "'zh-Hant'", "'sr@latin'", "'C.UTF-8'"])
def test_a_language_that_nothing_is_known_of(site: Site, language: str) -> None:
    site.conf(f"language = {language}\n")
    site.write({"index.md": "---\ndate: 2020-01-02\n---\n# Home\n"})
    assert "2020-01-02" in site.build(allow=["language = None", "unsupported locale"]).text("index.html")


def test_a_word_of_the_sites_own(site: Site, as_if_alone: Callable[[], None]) -> None:
    """Which comes first, and is on all pages when it has changed."""

    def catalog(word: str) -> dict[str, str | bytes]:
        own = Catalog(locale="de")
        own.add("… more", word)
        return {"locales/de/LC_MESSAGES/sphinx.mo": message_catalogs.compiled(own)}

    site.conf(CONF)
    site.write({**PAGES, **catalog("… weiterlesen")})
    assert "… weiterlesen" in site.build().text("index.html")
    site.write(catalog("… und so fort"))
    as_if_alone()
    built = site.build()
    assert "… und so fort" in built.text("index.html") and "Ort:" in built.text("index.html")
    (site.source / "locales/de/LC_MESSAGES/sphinx.mo").unlink()
    as_if_alone()
    assert "… mehr" in site.build().text("index.html")
