"""What ``<title>`` says, which browsers show and search engines list."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Site

TITLES = {
    "index": "About me | Pages of Ada",
    "engines": "Engines & <looms> of {title} | Pages of Ada",
    "same": "Pages of Ada",
    "untitled": "Pages of Ada",
}


def test_titles_as_conf_py_says(site: Site) -> None:
    site.conf("html_title = \"Pages of Ada\"\nhomepage_window_title = '{title} | {site}'\n")
    site.write(
        {
            "index.md": "---\ntitle: About me\n---\n\nText.\n",
            "engines.md": "---\ntitle: Engines & &lt;looms&gt; of {title}\norphan: true\n---\n\nText.\n",
            "same.md": "---\ntitle: Pages of Ada\norphan: true\n---\n\nText.\n",
            "untitled.md": "---\norphan: true\n---\n\nText.\n",
        }
    )
    built = site.build()
    for name, title in TITLES.items():
        found = built.soup(f"{name}.html").title
        assert found is not None and found.get_text() == title
