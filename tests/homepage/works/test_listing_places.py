"""Where listings put ids, and what links to them, in places that are easily forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from listing_site import TALK

if TYPE_CHECKING:
    from conftest import Site

ENTRY = "@misc{%s, author = {Ada Lovelace}, title = {%s}, year = {2020}}\n"


def listing(*lines: str, options: str = "") -> str:
    return "```{listing}\n" + options + "\n" + "\n".join(lines) + "\n```\n"


def test_cards_have_the_ids_of_entries(site: Site) -> None:
    site.write(
        {
            "index.md": "# Home\n\n{pub}`loom`\n\n" + listing("a.bib", options=":layout: cards\n"),
            "a.bib": ENTRY % ("loom", "Looms"),
        }
    )
    soup = site.build().soup("index.html")
    assert soup.select_one(".hp-card#loom")
    assert soup.select_one('a[href="#loom"]').get_text() == "Lovelace 2020"


def test_links_to_rows_and_groups(site: Site) -> None:
    site.write(
        {
            "index.md": "# Home\n\n[a](#loom), [](#ml-ai), [b](tags.md#loom) and [](tags.md#ml-ai)\n\n"
            + listing("a.bib", "talk", options=":group: tag\n")
            + "\n```{toctree}\ntags\ntalk\n```\n",
            "tags.md": "# Tags\n\n" + listing("a.bib", "talk", options=":group: tag\n"),
            "a.bib": ENTRY % ("loom", "Looms}, keywords = {ML & AI"),
            "talk.md": TALK,
        }
    )
    links = site.build().soup("index.html").select("section > p a")[-4:]
    assert [(link.get_text(), link["href"]) for link in links] == [
        ("a", "#loom"),
        ("ML & AI", "#ml-ai"),
        ("b", "tags.html#loom"),
        ("ML & AI", "tags.html#ml-ai"),
    ]


def test_links_to_rows_in_latex(site: Site) -> None:
    site.write(
        {"index.md": "# Home\n\n{pub}`loom`\n\n" + listing("a.bib"), "a.bib": ENTRY % ("loom", "Looms")}
    )
    (tex,) = site.build("latex").folder.glob("*.tex")
    text = tex.read_text()
    assert r"\hyperref[\detokenize{index:loom}]" in text
    assert r"\label{\detokenize{index:loom}}" in text


def test_pages_of_one_name_have_files_of_their_own(site: Site) -> None:
    site.write(
        {
            "index.md": "# Home\n\n```{toctree}\npubs\npubs/index\n```\n",
            "pubs.md": "# One\n\n" + listing("a.bib"),
            "pubs/index.md": "# Two\n\n" + listing("/b.bib"),
            "a.bib": ENTRY % ("loom", "Looms"),
            "b.bib": ENTRY % ("card", "Cards"),
        }
    )
    built = site.build()
    for page, key in (("pubs.html", "loom"), ("pubs/index.html", "card")):
        (link,) = (a["href"] for a in built.soup(page).select(".hp-list-tools a"))
        file = (built.folder / page).parent / link
        assert key in file.read_text()


def test_one_key_in_two_files(site: Site) -> None:
    site.write(
        {
            "index.md": "# Home\n\n" + listing("a.bib", "b.bib"),
            "a.bib": ENTRY % ("loom", "Looms") + ENTRY % ("card", "Cards"),
            "b.bib": "\n" + ENTRY % ("loom", "Other looms") + ENTRY % ("card", "Cards"),
        }
    )
    warning = "b.bib:2: WARNING: another entry 'loom' is in a file before this one; only the first is shown and linked"
    site.build(expect=[warning])


def test_groups_go_without_a_trace(site: Site) -> None:
    site.write(
        {
            "index.md": "# Home\n\n```{toctree}\npubs\n```\n",
            "pubs.md": "# Pubs\n\n" + listing("a.bib", options=":group: year\n"),
            "a.bib": ENTRY % ("loom", "Looms"),
        }
    )
    assert site.build().soup("index.html").select(".toctree-wrapper ul ul")
    site.write({"a.bib": "\n"})
    assert (
        not site.build(expect=["a.bib:1: WARNING: there is no BibTeX entry"])
        .soup("index.html")
        .select(".toctree-wrapper ul ul")
    )


def test_options_that_cannot_be(site: Site) -> None:
    site.write(
        {
            "index.md": "# Home\n\n"
            # Where there is nothing yet, nobody has mistyped a name that is not similar.
            + listing(
                "talks/a",
                "tlaks/*",
                "taxes/*",
                options=":filter: no\n:more: javascript:alert(1)\n:limit: 1\n",
            )
            + "\n"
            + listing("talks/a", options=":where: selected=maybe\n")
            + "\n```{toctree}\ntalks/a\n```\n",
            "talks/a.md": TALK,
        }
    )
    built = site.build(
        expect=[
            "index.md:3: WARNING: listing: more: 'javascript:alert(1)': only http and https URLs can be linked",
            "index.md:9: WARNING: listing: there are no pages 'tlaks/*'; did you mean 'talks/*'?",
            "listing: where: 'selected=maybe': selected is true or false",
        ]
    )
    soup = built.soup("index.html")
    assert not soup.select(".hp-show-all")
    assert not soup.select("[data-filter]")


def test_a_volume_is_a_work_of_its_editor(site: Site) -> None:
    paper = "@incollection{paper%s, author = {Bo Smith}, title = {A paper}, crossref = {%s}}\n"
    volume = "@collection{%s, editor = {%s}, title = {A volume}, year = {2020}}\n"
    site.conf('author_profile["name"] = "Ada Lovelace"\n')
    site.write(
        {
            "index.md": "# Home\n\n{pub}`hers`, {pub}`his`\n\n" + listing("a.bib"),
            "a.bib": paper % (1, "hers")
            + paper % (2, "his")
            + volume % ("hers", "Lovelace, Ada")
            + volume % ("his", "Bo Smith"),
        }
    )
    built = site.build(expect=["index.md:3: WARNING: pub: no listing shows 'his', so that this is no link"])
    rows = built.soup("index.html").select(".hp-works > li")
    assert sorted(row["id"] for row in rows) == ["hers", "paper1", "paper2"]


def test_a_page_without_a_key_has_no_title_of_an_entry(site: Site) -> None:
    site.write(
        {
            "index.md": "# Home\n",
            "a.md": "---\norphan: true\nbibtex:\n---\n\nText.\n",
            "b.md": "---\norphan: true\nbibtex: [k]\n---\n\nText.\n",
        }
    )
    built = site.build(expect=["b.md:3: WARNING: bibtex must be text; this is a list"])
    titles = {built.soup(page).title.get_text() for page in ("a.html", "b.html")}
    assert not any("null" in title or "[" in title for title in titles)


def test_a_page_without_words_is_described_by_what_it_lists(site: Site) -> None:
    site.write(
        {
            "index.md": "---\ntitle: Papers\n---\n\n" + listing("a.bib", options=":filter:\n"),
            "a.bib": ENTRY % ("loom", "Looms") + ENTRY % ("card", "Cards"),
        }
    )
    soup = site.build().soup("index.html")
    assert soup.select_one('meta[name="description"]')["content"] == "Looms, Cards"


def test_two_main_listings(site: Site) -> None:
    main = listing("/talks/*", options=":main:\n")
    site.write(
        {
            "index.md": "# Home\n\n```{toctree}\none\ntwo\n```\n\n" + listing("talks/*"),
            "one.md": "# One\n\n" + main,
            "two.md": "# Two\n\n" + main,
            "talks/a.md": TALK,
        }
    )
    site.build(expect=["two.md:3: WARNING: listing: 'one' has :main: for some of these pages too"])
