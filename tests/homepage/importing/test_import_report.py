"""The report of an import, for people."""

from __future__ import annotations

from dataclasses import replace

from sphinx_homepage.importing.converted import Change
from sphinx_homepage.importing.report import (
    Address,
    Answer,
    LeftOut,
    LeftWarning,
    PageReport,
    Report,
)
from sphinx_homepage.importing.report_text import summary, to_markdown
from sphinx_homepage.importing.trial.comparison import Comparison, PageComparison, Share

NONE = Share(0, 0)
DEAD = "leads nowhere: there is no page, no file and no redirect at this URL"


def page(address: str, lands: str, words: Share, **shares: Share) -> PageComparison:
    names = ("links", "images", "formulas", "headings", "anchors", "title", "description", "sidebar")
    return PageComparison(address, lands, 0.95, words, **{name: shares.get(name, NONE) for name in names})


def full() -> Report:
    return Report(
        old="old",
        new="new",
        addresses=[
            Address("/a/", Answer.PAGE, "a.md"),
            Address("/b|c/", Answer.REDIRECT, "a.md"),
            Address("/tags/", Answer.LISTING, "tags.md"),
            Address("/files/a.pdf", Answer.FILE, "public/files/a.pdf"),
            Address("/gone/", Answer.NOTHING, why="its source is not there"),
            Address("/posts/example/", Answer.RETIRED, why="an example of the template"),
            Address("/read.cgi?id=1", Answer.NOTHING, why="it holds one of ? *"),
        ],
        pages=[
            PageReport("_pages/a.md", "a.md", [Change(3, "$$ became $"), Change(7, "$$ became $")]),
            PageReport("_pages/b.md", "b.md", [], [Change(0, "an <iframe> of *another* site")]),
        ],
        settings=["the language is en"],
        demo=["_posts/example.md"],
        left_out=[LeftOut("_plugins/x.rb", "Ruby is not run")],
        kept=["index.md"],
        warnings=[
            LeftWarning("b.md:3", "odd", 'suppress_warnings = ["homepage.image"]'),
            LeftWarning("b.md:9", "x" * 900 + "end", 'suppress_warnings = ["homepage.image"]'),
            LeftWarning("b.md:8", "odd", 'suppress_warnings = ["homepage.formula"]'),
            LeftWarning("b.md:1", "no type"),
            *(
                LeftWarning(
                    f"b.md:{line}",
                    f"link '/b_x' {DEAD}; did you mean '/b'?",
                    'nitpick_ignore = [("link", "/b_x")]',
                )
                for line in (4, 5)
            ),
            LeftWarning(
                "b.md:6", "link '/c' leads to a URL that is retired", 'nitpick_ignore = [("link", "/c")]'
            ),
            LeftWarning(
                "b.md:7",
                "'myst' cross-reference target not found: 'fig'",
                'nitpick_ignore = [("myst", "fig")]',
            ),
        ],
        comparison=Comparison(
            (
                page("/a/", "a/index.html", Share(100, 100)),
                page(
                    "/b/",
                    "b/index.html",
                    Share(50, 100, ("lost",)),
                    links=Share(1, 2, ("https://x.example/",)),
                ),
                page("/gone/", "", Share(0, 10)),
            )
        ),
    )


def test_what_needs_attention_comes_first() -> None:
    text = to_markdown(full())
    heads = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    assert heads == [
        "URLs that nothing answers",
        "Compared with the old site",
        "To look at",
        "Settings, author, layout",
        "Not written again",
        "Links to what is not in this site",
        "Warnings",
        "Left out",
        "Examples of the template",
        "What was changed",
        "Old URLs",
    ]
    assert "- 5 of 6 old URLs answer: 1 page, 1 redirect, 1 listing, 1 file, 1 retired\n" in text
    assert "- 1 other old URL with a question mark, which no host serves\n" in text
    assert "| `/read.cgi?id=1` |" in text
    assert "- 2 pages written, 1 of them to look at\n" in text
    assert "- 1 of 3 pages have the words that they had\n- kept: words 71.4 %, links 50 %\n" in text
    assert "\n1 page has everything that was there.\n" in text
    assert text.index("`/gone/` | nothing") < text.index("`/b/` | `b/index.html`")
    assert "words 50 of 100 (lost: `lost`); links 1 of 2 (lost: `https://x.example/`)" in text
    assert "- lines 3, 7: \\$\\$ became \\$\n" in text
    assert "- an \\<iframe> of \\*another\\* site\n" in text
    assert "| `/b\\|c/` | redirect | `a.md` |" in text
    assert "## Warnings\n\n`make html` has these:\n\n- `b.md:1`: no type\n\nSo that" in text
    assert '```python\nsuppress_warnings = ["homepage.formula", "homepage.image"]\n```' in text
    assert "`homepage.formula`, 1 place:\n\n- `b.md:8`: odd\n" in text
    assert "`homepage.image`, 2 places:\n\n- `b.md:3`: odd\n- `b.md:9`: xxx" in text and "x … x" in text
    assert "- 3 links to what is not in this site\n" in text
    assert "- 3 warnings that `conf.py` suppresses: homepage.formula, homepage.image\n" in text
    assert "- 1 warning that `make html` has\n" in text
    assert "- `fig`, on `b.md:7`\n" in text
    assert "- `/b_x`, on `b.md:4`, `b.md:5`; did you mean '/b'?\n" in text
    assert "- link '/c' leads to a URL that is retired, on `b.md:6`\n" in text
    assert "- `_posts/`: `example.md`\n" in text
    assert "- `/posts/`: `example/`\n" in text
    assert "`public/`, and have the URLs that they had:\n\n- `files/`: `a.pdf`\n" in text
    assert "\n\n\n" not in text


def test_terminal() -> None:
    lines = summary(full()).splitlines()
    assert lines[0] == "5 of 6 old URLs answer: 1 page, 1 redirect, 1 listing, 1 file, 1 retired"
    assert "  nothing answers at /gone/: its source is not there" in lines
    assert "  needs a look: b.md: an <iframe> of *another* site" in lines
    assert "  has fewer words than before: /b/: 50 of 100" in lines
    assert "  not written, since edited: index.md" in lines


def test_many_are_counted() -> None:
    report = Report("old", "new", addresses=[Address(f"/{n}", Answer.NOTHING, why="x") for n in range(9)])
    report.pages += [PageReport("a.md", f"{n}.md", [], [Change(0, "odd")]) for n in range(3)]
    assert summary(report).count("nothing answers at") == 5
    assert "  needs a look: 0.md and 2 more: odd" in summary(report)
    assert "... and 4 more; see import-report.md" in summary(report)
    assert to_markdown(report).count("| `/") == 9


def test_what_is_true_of_many_pages_is_told_once() -> None:
    pages = [
        PageReport(f"_pages/{name}.md", f"{name}.md", [Change(0, "title was added")], [Change(0, "odd")])
        for name in "abcd"
    ]
    pages[0].changes.append(Change(2, "x became y"))
    files = [Address(f"/images/{number:02}.png", Answer.FILE) for number in range(40)]
    text = to_markdown(Report("old", "new", files, pages))
    assert "On 4 pages, title was added:\n\n- `_pages/`: `a.md`, `b.md`, `c.md`, `d.md`\n" in text
    assert "`_pages/a.md`:\n\n- line 2: x became y\n" in text
    assert "On 4 pages, odd:\n\n- `a.md`, `b.md`, `c.md`, `d.md`\n" in text
    assert text.count("title was added") == text.count("odd") == 1
    assert "- `images/`: 40 files, `00.png` to `39.png`\n" in text
    for each in pages:
        each.changes.append(Change(0, "date was added"))
    text = to_markdown(Report("old", "new", pages=pages))
    assert (
        "On 4 pages:\n\n- date was added\n- title was added\n\nThey are:\n\n- `_pages/`: `a.md`, `b" in text
    )


def test_what_many_pages_have_lost_is_told_once() -> None:
    lost = {"sidebar": Share(1, 2, ("mailto:ada@x.example",))}
    pages = [page(f"/{name}/", f"{name}/index.html", Share(2, 2), **lost) for name in "abcd"]
    lost["sidebar"] = Share(2, 3, lost["sidebar"].lost)
    pages[0] = page("/a/", "a/index.html", Share(1, 2, ("odd",)), **lost)
    pages.append(page("/gone/", "", Share(0, 0)))
    pages.append(replace(page("/all/", "all/index.html", Share(91, 100)), needed=0.9))
    pages.append(page("/e/", "e/index.html", Share(96, 100)))
    text = to_markdown(Report("old", "new", comparison=Comparison(tuple(pages))))
    assert text.endswith(
        "| `/gone/` | nothing |  |\n"
        "| `/a/` | `a/index.html` | words 1 of 2 (lost: `odd`) |\n"
        "| `/e/` | `e/index.html` | words 96 of 100 |\n"
        "| `/all/` | `all/index.html` | words 91 of 100 |\n\n"
        "On 4 pages, sidebar lost: `mailto:ada@x.example`: `/a/`, `/b/`, `/c/`, `/d/`.\n"
    )


def test_empty() -> None:
    report = Report("old", "new")
    text = to_markdown(report)
    assert text.startswith("# Import of `old`\n\nWhat you")
    assert text.endswith("\n\n- 0 of 0 old URLs answer\n- 0 pages written, none of them to look at\n")
    whole = Report("old", "new", comparison=Comparison((page("/a/", "a.html", Share(1, 1)),)))
    assert "All pages have everything that was there." in to_markdown(whole)


def test_a_warning_of_many_pages_is_told_once() -> None:
    report = Report("old", "new", warnings=[LeftWarning(f"a.md:{line}", "it is odd") for line in range(40)])
    report.warnings.append(LeftWarning("", "snake_case and _this_"))
    text = to_markdown(report)
    assert "- 41 warnings that `make html` has\n" in text
    assert "`a.md:28`, `a.md:29` and 10 more: it is odd\n- `snake_case and _this_`\n" in text


def test_text_of_others_stays_on_its_line() -> None:
    """A terminal would obey what is in an address or a title."""
    report = Report("old", "new", [Address("/\x1b[2J\n/", Answer.NOTHING, why="it is *odd*\nhere")])
    report.pages.append(PageReport("a.md", "a.md", [], [Change(0, "x" * 9000)]))
    for text in (summary(report), to_markdown(report)):
        assert "\\x1b" in text and "\x1b" not in text
        assert max(map(len, text.splitlines())) < 6000
    assert max(map(len, summary(report).splitlines())) < 600
    assert "| `/\\x1b[2J\\x0a/` | it is \\*odd\\*\\\\x0ahere |" in to_markdown(report)


def test_pages_of_which_the_build_warns_need_a_look() -> None:
    report = Report("old", "new", pages=[PageReport(f"_{name}.md", f"{name}.md") for name in "abcde"])
    report.add_warnings(
        [
            LeftWarning("a.md:3", "odd", 'suppress_warnings = ["homepage.formula"]'),
            LeftWarning("a.md:5", "odd", 'suppress_warnings = ["homepage.formula"]'),
            LeftWarning("b.md", "odd"),
            LeftWarning("c.md:2", "'myst' cross-reference: 'a'", "nitpick_ignore = [('myst', 'a')]"),
            LeftWarning("d.md:2", f"link '/x' {DEAD}", "nitpick_ignore = [('link', '/x')]"),
            LeftWarning("refs.bib:2", "odd"),
            LeftWarning("e.md", "it is in no toctree", 'suppress_warnings = ["toc.not_included"]'),
        ]
    )
    text = to_markdown(report)
    assert "- 5 pages written, 4 of them to look at\n" in text
    assert "`e.md`, from `_e.md`:\n\n- no menu and no listing leads to it; write it into the toctree" in text
    assert "- `e.md`: no menu and no listing leads to it; write it into the toctree" in text
    assert "`a.md`, from `_a.md`:\n\n- the build warns of homepage.formula; see Warnings\n\n`b.md`" in text
    assert "- the build warns of something on it; see Warnings\n" in text
    assert "`c.md`, from `_c.md`:\n\n- a link on it names no page and no heading; see Links" in text
