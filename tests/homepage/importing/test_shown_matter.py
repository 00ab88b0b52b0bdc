"""What the old site showed of the front matter of pages, and what it did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from jekyll_site import write
from sphinx_homepage.importing.jekyll.reader import read_site
from sphinx_homepage.importing.markdown.kramdown import Dialect, to_myst
from sphinx_homepage.importing.new_site import make_site
from sphinx_homepage.pages.front_matter import parse_front_matter

if TYPE_CHECKING:
    from pathlib import Path


def test_a_huge_include(tmp_path: Path) -> None:
    """It is not said to be missing."""
    site = write(
        tmp_path / "old",
        {
            "_config.yml": "",
            "_includes/huge.html": "x" * 2_000_001,
            "index.md": "---\n---\n{% include huge.html %}{% include none.html %}\n",
        },
    )
    questions = make_site(read_site(site), "new").report.pages[0].questions
    assert [question.what for question in questions] == [
        "the include huge.html is huge, and was not read",
        "there is no include none.html",
    ]


@pytest.mark.parametrize("given", ['align="right"', 'style="float: right; width: 9px"', ".align-right"])
def test_images_beside_the_text(given: str) -> None:
    assert ".align-right" in to_myst(f"![a loom](loom.png){{: {given}}} Looms.\n", Dialect(), set()).text


def made(root: Path, files: dict[str, str]) -> dict[str, str]:
    """Return the files of the new site."""
    return make_site(read_site(write(root / "old", {"_config.yml": "title: T", **files})), "new").texts


def test_types_that_nobody_saw(tmp_path: Path) -> None:
    """A type is kept where the layout of the page or a list of pages showed it."""
    labels = ("unseen", "shown", "listed")
    site = {
        "_config.yml": f"collections: {{{', '.join(f'{label}: {{output: true}}' for label in labels)}}}\n",
        "_layouts/bare.html": "<h1>{{ page.title }}</h1>{{ content }}",
        "_layouts/full.html": "<h1>{{ page.title }}</h1><p>{{ page.type }}</p>{{ content }}",
    }
    for label in labels:
        layout, listed = "full" if label == "shown" else "bare", "{{ p.type }}" if label == "listed" else ""
        site[f"_{label}/a.md"] = (
            f"---\nlayout: {layout}\ntitle: Looms\ntype: misc\nvenue: Memoirs\n---\nText.\n"
        )
        site[f"{label}.md"] = (
            f"---\ntitle: All\n---\n{{% for p in site.{label} %}}"
            f"<h2><a href='{{{{ p.url }}}}'>{{{{ p.title }}}}</a></h2>{listed}{{% endfor %}}\n"
        )
    texts = made(tmp_path, site)
    assert ["# type: misc\n" in texts[f"{label}/a.md"] for label in labels] == [True, False, False]


@pytest.mark.parametrize(
    ("of_site", "of_page", "added"),
    [
        (
            "All that Ada Lovelace has woven, and <b>more</b>.",
            "",
            "description: All that Ada Lovelace has woven, and more.",
        ),
        ("All that Ada Lovelace has woven, and more.", "excerpt: Looms\n", ""),
        ("My homepage", "", ""),
    ],
)
def test_the_description_of_the_site(tmp_path: Path, of_site: str, of_page: str, added: str) -> None:
    """Search engines had it for pages without one of their own; the home page has it now."""
    page = f"---\ntitle: T\n{of_page}---\nText.\n"
    texts = made(tmp_path, {"_config.yml": f"description: '{of_site}'\n", "index.md": page, "a.md": page})
    matter = [line for line in texts["index.md"].splitlines() if line.startswith("description")]
    assert [line.replace('"', "") for line in matter] == ([added] if added else [])
    assert "description" not in texts["a.md"]


def test_rows_that_are_in_the_text_now(tmp_path: Path) -> None:
    rows = "gallery:\n  - image_path: a.png\nfeature_row:\n  - title: A\nintro:\n  - excerpt: B\nhidden:\n  - image_path: b.png\n"
    page = f"---\ntitle: T\n{rows}---\n{{% include gallery %}}\n\n{{% include feature_row id='intro' %}}\n"
    page += "{% comment %}{% include gallery id='hidden' %}{% endcomment %}"
    text = made(tmp_path, {"index.md": page})["index.md"]
    assert text.startswith(
        "---\ntitle: T\nfeature_row:\n  - title: A\nhidden:\n  - image_path: b.png\n---\n<figure"
    )


def test_entries_in_front_matter(tmp_path: Path) -> None:
    """An entry of BibTeX that front matter holds is switched off, and the report tells so."""
    files = {"_config.yml": "", "a.md": "---\ntitle: A\nbibtex: '@misc{a, title={A}}'\n---\nText.\n"}
    site = make_site(read_site(write(tmp_path / "old", files)), "new")
    assert "# bibtex: '@misc" in site.texts["a.md"]
    notes = [change.what for page in site.report.pages for change in page.changes]
    assert "bibtex was switched off: here it names an entry of a .bib file" in notes


@pytest.mark.parametrize(
    "condition", ["where: 'type', 'press'", "where_exp: 'post', 'post.type != \"press\"'"]
)
def test_types_by_which_lists_choose(tmp_path: Path, condition: str) -> None:
    """They are kept on the pages that they tell from the others, and on no other."""
    page = "---\nlayout: single\ntitle: {}\ntype: {}\n---\nText.\n"
    site = {
        "_config.yml": "collections: {papers: {output: true}}\n",
        "_includes/archive-single.html": "<h2><a href='{{ post.url }}'>{{ post.title }}</a></h2>",
        "_layouts/single.html": "<h1>{{ page.title }}</h1>{{ content }}",
        "_papers/a.md": page.format("Looms", "hide"),
        "_papers/b.md": page.format("Engines", "press"),
        "_papers/c.md": page.format("Wheels", "talks,invited"),
        "index.md": f"---\ntitle: Home\n---\n{{% assign some = site.papers | {condition} %}}{{% for post in some %}}"
        "{% include archive-single.html %}{% endfor %}\n",
    }
    texts = made(tmp_path, site)
    assert ":where: type" in texts["index.md"]
    kept = [name for name in "abc" if "\ntype: " in texts[f"papers/{name}.md"]]
    assert kept == ["b"]


def test_formulas_of_summaries(tmp_path: Path) -> None:
    text = r"Looms of $\beta$ cards, $n\_0$ *or* $$\alpha_n*$$ wheels and a `card_box` cost $5 or more."
    site = {
        "_includes/archive-single.html": "<h2><a href='{{ post.url }}'>{{ post.title }}</a></h2><p>{{ post.excerpt }}</p>",
        # An empty excerpt is none.
        "_posts/2020-01-01-a.md": f"---\ntitle: A\nexcerpt:\n---\n{text}\n\nText.\n",
        "index.md": "---\ntitle: Home\n---\n{% for post in site.posts %}{% include archive-single.html %}{% endfor %}\n",
    }
    post = made(tmp_path, site)["posts/2020-01-01-a.md"]
    assert r"Looms of $\\beta$ cards, $n_0$ or $$\\alpha_n*$$ wheels and a card_box cost $5 or more." in post


def test_a_list_as_summary(tmp_path: Path) -> None:
    """All of its items are in it; an item of the list of what a template shows may be one as well."""
    site = {
        "_config.yml": "title: T",
        # Of two lists, that which shows more counts.
        "all.md": "---\ntitle: All\n---\n{% for post in site.posts %}<h2><a href='{{ post.url }}'>{{ post.title }}</a></h2>{{ post.excerpt }}{% endfor %}\n",
        "_posts/2020-01-01-a.md": "---\ntitle: A\n---\n- Looms of cards and wheels.\n- Engines of brass and steam.\n",
        "_posts/2020-01-02-b.md": "---\ntitle: B\nrole: The keeper of the engine\n---\nText.\n",
        "_posts/2020-01-03-c.md": "---\ntitle: C\n---\n**Note:** The code is for looms.\n{: .notice}\n\nText.\n",
        "index.md": "---\ntitle: Home\n---\n{% for post in site.posts %}{% include archive-single.html %}{% endfor %}\n",
        "_includes/archive-single.html": "<ul><li><a href='{{ post.url }}'>{{ post.title }}</a></li><li>{{ post.role }}</li></ul>{{ post.excerpt }}",
    }
    files = made(tmp_path, site)
    assert "Looms of cards and wheels. Engines of brass and steam." in files["posts/2020-01-01-a.md"]
    assert "excerpt: The keeper of the engine" in files["posts/2020-01-02-b.md"]
    assert 'excerpt: "Note: The code is for looms."' in files["posts/2020-01-03-c.md"]


def test_tags_of_plugins(tmp_path: Path) -> None:
    """Each is named once, whatever stands in it."""
    text = "---\n---\n{% fold One %}a{% endfold %}\n{% fold Two %}b{% endfold %}\n{% endif %}c\n"
    site = write(tmp_path / "old", {"_config.yml": "", "index.md": text})
    made = make_site(read_site(site), "new")
    first, second = (question.what for question in made.report.pages[0].questions)
    assert first == "the tag fold is left out, since no plugin is run"
    assert second.startswith("a mistake in a template was passed over: unexpected tag 'endif'")
    assert "a\nb\nc" in made.texts["index.md"]


def test_links_in_excerpts(tmp_path: Path) -> None:
    """Those that the text has as well are not lost, and images and what no list shows are no such links."""
    excerpt = "excerpt: 'A [loom](https://l.example.org/), [cards](https://c.example.org/) ![b](b.png)'"
    files = {
        "_config.yml": "",
        "_includes/archive-single.html": "<h2><a href='{{ post.url }}'>{{ post.title }}</a></h2>{{ post.excerpt }}",
        "_posts/2020-01-01-a.md": f"---\ntitle: Looms\n{excerpt}\n---\n<https://c.example.org/>\n",
        "index.md": f"---\n{excerpt}\n---\n{{% for post in site.posts %}}{{% include archive-single.html %}}{{% endfor %}}\n",
    }
    pages = make_site(read_site(write(tmp_path / "old", files)), "new").report.pages
    assert [(page.source, question.what) for page in pages for question in page.questions] == []
    files["_includes/archive-single.html"] = "<a href='{{ post.url }}'>{{ post.title }}</a><img src='/b.png'>"
    pages = make_site(read_site(write(tmp_path / "cards", files)), "new").report.pages
    assert [(page.source, question.what) for page in pages for question in page.questions] == [
        (
            "_posts/2020-01-01-a.md",
            "cards show the words of excerpt only; write its links into the text: https://l.example.org/",
        )
    ]


def test_dates_that_there_are_not(tmp_path: Path) -> None:
    """Python reads no front matter with one, and the page would have neither title nor URL."""
    files = {
        "_config.yml": "",
        "a.md": "---\ntitle: A\nwoven: 1843-31-00\nseen: 1843-02-28 10:00\nread: 1843-02-30\n"
        "late: 1843-02-28 25:00:00 +0100\n---\nText.\n",
    }
    text = made(tmp_path, files)["a.md"]
    matter = yaml.safe_load(text.split("---\n")[1])
    assert (matter["woven"], matter["read"]) == ("1843-31-00", "1843-02-30")
    assert matter["late"] == "1843-02-28 25:00:00 +0100"
    assert "\nseen: 1843-02-28 10:00\n" in text


def test_images_in_excerpts(tmp_path: Path) -> None:
    """Listings show the first; others that no text has are on the page, if lists showed them."""
    excerpt = 'excerpt: \'Looms<br/><img src="/a.png"><img src="/b.png" alt="B"><img src="/c.png">\''
    entry = "<h2><a href='{{ post.url }}'>{{ post.title }}</a></h2>{{ post.excerpt }}"
    files = {
        "_config.yml": "collections: {trips: {output: true}}",
        "_includes/archive-single.html": entry,
        **dict.fromkeys(("a.png", "b.png", "c.png"), ""),
        "_trips/a.md": f"---\ntitle: A\n{excerpt}\n---\n![](/c.png)\n",
        "_posts/2020-01-01-b.md": f"---\ntitle: B\n{excerpt}\n---\nText.\n",
        "index.md": "---\n---\n{% for post in site.trips %}{% include archive-single.html %}{% endfor %}\n",
    }
    texts = made(tmp_path, files)
    assert texts["trips/a.md"].endswith("teaser: /a.png\n---\n![](/c.png)\n\n![B](/b.png)\n")
    assert texts["posts/2020-01-01-b.md"].endswith("---\nText.\n")


SIDEBAR = """---
title: Looms
layout: {}
sidebar:
- {{title: Role, image: /a.png, image_alt: A, text: "Weaver of `cards`"}}
- {{title: "<i>Years</i>", text: 1843}}
- Nobody
---
Text.
"""


@pytest.mark.parametrize(
    ("layouts", "layout", "is_shown"),
    [
        ({}, "single", True),
        ({}, "splash", False),
        ({"_layouts/own.html": "{% include sidebar.html %}{{ content }}"}, "own", True),
        ({"_layouts/own.html": "{{ content }}"}, "own", False),
    ],
)
def test_what_stands_beside_a_page(
    tmp_path: Path, layouts: dict[str, str], layout: str, is_shown: bool
) -> None:
    text = made(tmp_path, {"looms.md": SIDEBAR.format(layout), "a.png": "", **layouts})["looms.md"]
    sidebar = "```{sidebar}\n![A](/a.png)\n\n**Role**\n\nWeaver of `cards`\n\n***Years***\n```\n\nText.\n"
    assert text.endswith(sidebar if is_shown else "\n---\nText.\n")


def test_dates_with_more_behind_them(tmp_path: Path) -> None:
    """Jekyll showed the first; the rest is for the owner."""
    given = {"a": "1843-03-26 - 1843-04-01", "b": "1843-3-26, noon", "c": "26/3/1843"}
    files = {f"_talks/{name}.md": f"---\ntitle: T\ndate: {date}\n---\n" for name, date in given.items()}
    files["_config.yml"] = "collections: {talks: {output: true}}"
    texts = make_site(read_site(write(tmp_path / "old", files)), "new").texts
    for name, comment in (("a", "  # 1843-03-26 - 1843-04-01"), ("b", "  # 1843-3-26, noon"), ("c", "")):
        assert f"date: 1843-03-26{comment}\n" in texts[f"talks/{name}.md"]


@pytest.mark.parametrize(
    ("matter", "new"),
    [
        ("{title: A, redirect_to: /b/a.html, grade: 1}", "title: A\n# redirect_to: /b/a.html\ngrade: 1\n"),
        ("  title: A\n  redirect_to: {a: c}", "title: A\n# redirect_to:\n#   a: c\n"),
        ("? title\n: A\n? grade\n: [1, {b: c}]", "title: A\ngrade:\n- 1\n- b: c\n"),
        ("'it''s': '1'\n'5': x\n'a: b': c", '"it\'s": "1"\n"5": x\n"a: b": c\n'),
        ("title: A\n# a note\n<<: {venue: B}", "title: A\nvenue: B\n"),
        ("- a\n- b", ""),
        ("some words", ""),
        ("# only a note", "# only a note\n"),
        # Titles and descriptions are what Jekyll showed of them.
        ("title: true\ndescription: 1", 'title: "true"\ndescription: 1\n'),
        ("title: [A, B]\ndescription: false", "title: AB\n# description: false\n"),
    ],
)
def test_front_matter_of_all_shapes(tmp_path: Path, matter: str, new: str) -> None:
    """What is not written a key a line is written anew; a page that no navigation has says so in any case."""
    navigation = "main: [{title: Home, url: /}]"
    files = {"b/a.md": f"---\n{matter}\n---\nText.\n", "_data/navigation.yml": navigation}
    text = made(tmp_path, files)["b/a.md"].partition("\n```{title}")[0]
    found = text.split("---\n")[1].splitlines(keepends=True)
    assert "orphan: true\n" in found
    assert sorted(found) == sorted([*new.splitlines(keepends=True), "orphan: true\n"])


def test_links_with_spaces(tmp_path: Path) -> None:
    """Browsers encode the spaces of a URL; what holds two URLs is none."""
    page = "---\ntitle: A\npaperurl: 'https://example.org/my  first paper.pdf'\nlink: 'https://a.example/ or https://b.example/'\n---\nText.\n"
    text = made(tmp_path, {"a.md": page})["a.md"]
    assert "\npaperurl: 'https://example.org/my%20%20first%20paper.pdf'\n" in text.replace('"', "'")
    assert "\n# link: " in text


def test_neighbours_in_a_layout(tmp_path: Path) -> None:
    """Words that only the styles of the old theme kept apart are apart."""
    layout = "<h1>{{ page.title }}</h1><p><span>{{ page.role }}</span><span>{{ page.place }}</span></p>{{ content }}"
    page = "---\nlayout: own\ntitle: A\nrole: Keeper\nplace: London\n---\nText.\n"
    text = made(tmp_path, {"_layouts/own.html": layout, "a.md": page})["a.md"]
    assert "Keeper London" in text


def test_values_of_a_site(tmp_path: Path) -> None:
    """Their order is Jekyll's; of posts, categories are in the order of their dates."""
    template = (
        "{% for one in site.collections %}{{ one.label }} {% endfor %}|{% for one in site.static_files %}{{ one.path }} {% endfor %}|"
        "{% for one in site.categories %}{{ one[0] }}:{% for post in one[1] %}{{ post.title }}{{ post.ext }} {{ post.id }}{{ post.category }},{% endfor %} {% endfor %}|"
        "{% for one in site.pages %}{{ one.name }} {{ one.id }}{% endfor %}|{{ site.time | date: '%s' | at_most: 1500000000 }}|{{ site.data.a | jsonify }}"
    )
    site = {
        "_config.yml": "collections: {talks: {output: true}, awards: {output: true}}\npermalink: /:title/\n",
        "_data/a.yml": "{k: [1, 2]}",
        "_posts/2020-01-01-a.md": "---\ntitle: A\ncategory: looms\n---\nText.\n",
        "_posts/2021-01-01-b.md": "---\ntitle: B\ncategories: [cards, looms]\n---\nText.\n",
        "z.txt": f"---\n---\n{template}",
        "a/y.md": "---\ntitle: Y\n---\nText.\n",
        "b/2.png": "",
        "b/1.png": "",
        "a.pdf": "",
    }
    assert made(tmp_path, site)["public/z.txt"].split("|") == [
        "awards posts talks ",
        "/a.pdf /b/1.png /b/2.png ",
        "looms:B.md /b,A.md /alooms, cards:B.md /b, ",
        "y.md z.txt ",
        "1500000000",
        '{"k":[1,2]}',
    ]


def test_an_address_like_the_name_of_a_source_file(tmp_path: Path) -> None:
    """Hosts lead from it to a directory of that name, which leads to the page."""
    texts = made(tmp_path, {"paper.md": "---\ntitle: A\npermalink: /papers/a.md\n---\nText.\n"})
    assert "# permalink: /papers/a.md\nredirect_from:\n  - /papers/a.md/\n" in texts["papers/a.md"]


def test_an_archive_of_collections_without_posts(tmp_path: Path) -> None:
    """It leaves out posts, of which it has no heading; other collections that are empty have a listing."""
    loop = (
        "{% for one in site.collections %}{% unless one.label == 'posts' %}\n## {{ one.label }}\n{% endunless %}"
        "{% for post in one.docs %}{% unless one.label == 'posts' %}\n<h3><a href='{{ post.url }}'>{{ post.title }}</a></h3>"
        "{% endunless %}{% endfor %}\n{% endfor %}"
    )
    files = {
        "_config.yml": "collections: {papers: {output: true}, talks: {output: true}}\n",
        "_papers/a.md": "---\ntitle: A\n---\nText.\n",
        "all.md": f"---\ntitle: All\n---\n{loop}\n",
    }
    text = made(tmp_path, files)["all.md"]
    assert "/papers/*" in text and "/talks/*" in text and "/posts/*" not in text


def test_front_matter_with_too_many_values_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sphinx_homepage.core.values._MAX_VALUES", 30)
    read: list[str] = []

    def count(text: str) -> object:
        read.append(text)
        return parse_front_matter(text)

    monkeypatch.setattr("sphinx_homepage.importing.pages.matter.parse_front_matter", count)
    keys = "".join(f"key{number}: x\n" for number in range(40))
    old = write(tmp_path, {"_config.yml": "", "index.md": f"---\ntitle: Looms\n{keys}---\nText\n"})
    [page] = make_site(read_site(old), "new").report.pages
    why = "its front matter could not be kept as it was: nothing in the front matter counts: it has more than"
    assert [each.what for each in page.questions] == [f"{why} 30 values, or refers to itself"]
    assert len(read) == 1
