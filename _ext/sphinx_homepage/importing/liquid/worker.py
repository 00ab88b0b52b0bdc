"""The process in which the Liquid of a site is run: ``python -m sphinx_homepage.importing.liquid.worker``.

It reads the site by itself.  Each line of its input names a page; for each it answers with a line of JSON.
It has limits of time and memory, and whoever started it ends it if it does not answer.
"""

from __future__ import annotations

import datetime
import json
import os
import re
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..jekyll.documents import LIQUID_COMMENT, LIQUID_TAG, Document, NoDocuments, Time
from ..jekyll.reader import read_site
from ..jekyll.text_files import decode, is_inside
from ..limits import MEMORY, SECONDS, time_limit
from .cv_data import CV_INCLUDE, cv_text
from .dialect import JekyllEnvironment
from .filters import title_as_html
from .includes import THEME_FRAME, builtin_includes, list_layout
from .markdown_filter import markdownify
from .marks import BASE_URL, CV_MARK, PAGE, SITE_URL

if TYPE_CHECKING:
    from ..jekyll.site import OldPage, OldSite

_LARGEST = 2_000_000
# Many pages may have the same slow template: each that takes too long halves the time of those behind it.
_FEWEST_SECONDS = 0.2
_LINK_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S.*$", re.MULTILINE)


def main() -> int:
    """Answer one page a line."""
    _limit_memory()
    renderer = Renderer(read_site(Path(sys.argv[1])))
    for line in sys.stdin:
        answer = renderer.answer(json.loads(line))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    return 0


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError, OSError):
        pass


class Renderer:
    """Runs the Liquid of the pages of one site."""

    def __init__(self, site: OldSite) -> None:
        self._site = site
        self.seconds = float(SECONDS)
        """How long the Liquid of a page may take."""
        self.documents = [
            Document(number, _values(page, site.config.excerpt_separator, site.config.zone))
            for number, page in enumerate(site.pages)
        ]
        self._by_source = {page.source: number for number, page in enumerate(site.pages)}
        urls = {page.source: page.url for page in site.pages if page.url}
        urls |= {path: f"/{url}" for url, path in site.statics.items()}
        self._includes = _includes(site)
        self._environment = JekyllEnvironment(builtin_includes(self._includes), urls)
        self._environment.too_large = _large_includes(site)
        self._urls = urls
        self._frames: JekyllEnvironment | None = None
        layouts = _templates(site, site.config.text("layouts_dir") or "_layouts")
        self._layouts = {name: body for name, (_matter, body) in layouts.items()}
        self._parents = {name: _parent(matter) for name, (matter, _body) in layouts.items()}
        self._globals = {"site": self._site_values(), "jekyll": {"environment": "production", "version": "4"}}

    def answer(self, job: dict[str, Any]) -> dict[str, Any]:
        """Return the text of a page, of its layout, and what was wrong."""
        page = self._site.pages[self._by_source[job["source"]]]
        self._environment.missing.clear()
        found: dict[str, Any] = {"text": page.body, "problems": []}
        try:
            with time_limit(self.seconds):
                if job.get("is_frame"):
                    found["text"] = ""
                    found["text"] = self._frame(page)
                    return found
                paged = {"paginator": self._paginator()} if _is_paged(self._site, page) else {}
                found["text"] = self._render(page, page.body, **paged)
                if job.get("layout"):
                    found["layout"] = self._layout(page, job["layout"])
        except TimeoutError:
            found["problems"].append("its Liquid takes too long, and was not run")
            self.seconds = max(self.seconds / 2, _FEWEST_SECONDS)
        except RecursionError:
            found["problems"].append("its Liquid is nested too deeply, and was not run")
        except MemoryError:
            found["problems"].append("its Liquid needs too much memory, and was not run")
        except Exception as error:  # whatever a template makes python-liquid raise is for the report
            words = " ".join(str(error).split())[:200]
            found["problems"].append(f"its Liquid could not be run ({words or type(error).__name__})")
        found["problems"] += dict.fromkeys(self._environment.missing)
        return found

    def _values(self, page: OldPage, **more: Any) -> dict[str, Any]:
        return {**self._globals, "page": self.documents[self._by_source[page.source]], **more}

    def _render(self, page: OldPage, source: str, **more: Any) -> str:
        return self._environment.run(source, self._values(page, **more))

    def _frame(self, page: OldPage) -> str:
        """Return what all layouts of a page, with the site's own includes, put around it: :data:`.PAGE`."""
        if self._frames is None:
            self._frames = JekyllEnvironment(builtin_includes(self._includes, frames=True), self._urls)
            self._frames.filters["markdownify"] = title_as_html
        content, name, seen = PAGE, page.layout, set()
        # A layout around the whole page only takes blanks out of it.
        while name in self._layouts and name not in seen and "</title" not in content:
            seen.add(name)
            content = self._frames.run(self._layouts[name], self._values(page, content=content, layout={}))
            name = self._parents[name]
        if name and name not in self._layouts:
            content += self._frames.run(THEME_FRAME, self._values(page, layout={}))
        return content

    def _layout(self, page: OldPage, name: str) -> str:
        """Return what a layout, without those around it, puts around a page: for its text, :data:`.PAGE`."""
        own = self._layouts.get(name)
        paginator = self._paginator()
        if listing := list_layout(name, own):
            return self._render(page, listing, paginator=paginator)
        if own is None:
            return PAGE
        # Layouts show other things for pages without text.
        content = PAGE if page.body.strip() else ""
        return self._render(page, own, content=content, layout={}, paginator=paginator)

    def _paginator(self) -> dict[str, Any]:
        posts = self._collection("posts")
        return {
            "posts": posts,
            "total_posts": len(posts),
            "page": 1,
            "total_pages": 1,
            "per_page": len(posts),
        }

    def _collection(self, label: str) -> list[Document]:
        found = [self.documents[self._by_source[page.source]] for page in self._site.documents(label)]
        return found or NoDocuments(label)

    def _site_values(self) -> dict[str, Any]:
        site = self._site
        labels = {label: self._collection(label) for label in site.config.collections}
        posts = labels.get("posts", [])
        pages = [
            self.documents[number]
            for number, page in enumerate(site.pages)
            if page.kind == "pages" and page.url
        ]
        documents = [item for label in labels for item in labels[label] if label != "posts"]
        pages.sort(key=lambda item: str(item.data["name"]))
        return {
            **site.config.data,
            **labels,
            "time": Time.now(site.config.zone).replace(microsecond=0),
            "url": SITE_URL,
            "baseurl": BASE_URL,
            "data": site.data,
            "pages": pages,
            "html_pages": [item for item in pages if str(item.data["name"]).endswith((".md", ".html"))],
            "posts": posts,
            "documents": [*documents, *reversed(posts)],
            "related_posts": posts[:10],
            "categories": _words(posts, "categories"),
            "tags": _words(posts, "tags"),
            "collections": [
                {
                    **site.config.collections[label].data,
                    "label": label,
                    "docs": list(reversed(posts)) if label == "posts" else labels[label],
                    "output": site.config.collections[label].output,
                }
                for label in sorted(labels)
            ],
            "static_files": [
                {
                    "path": f"/{url}",
                    "name": url.rpartition("/")[2],
                    "basename": url.rpartition("/")[2].rpartition(".")[0],
                    "extname": "." + url.rpartition(".")[2],
                }
                for url in sorted(site.statics)
            ],
        }


def _words(posts: list[Document], key: str) -> dict[str, list[Document]]:
    """Return the posts of each category or tag, the newest first, in the order in which Jekyll meets them."""
    found: dict[str, list[Document]] = {}
    for post in reversed(posts):
        for word in post.data.get(key) or ():
            found.setdefault(str(word), []).append(post)
    return {word: list(reversed(those)) for word, those in found.items()}


def _is_paged(site: OldSite, page: OldPage) -> bool:
    """Return whether a page has the posts in pieces: jekyll-paginate's, or one that asks version 2 for it."""
    asked = page.matter.get("pagination")
    if isinstance(asked, dict):
        return asked.get("enabled") is True and asked.get("collection", "posts") == "posts"
    is_index = page.kind == "pages" and page.source.rpartition("/")[2] == "index.html"
    return is_index and bool(site.config.data.get("paginate"))


def _beginning(content: str, separator: str) -> str:
    """Return the excerpt that Jekyll makes of a text, with the links that are defined below it."""
    first, _separator, rest = content.strip().partition(separator)
    links = _LINK_DEFINITION.findall(rest) if "[" in first else []
    return "\n".join([first, "", *links]) if links else first


def _without_liquid(text: str) -> str:
    return LIQUID_TAG.sub("", LIQUID_COMMENT.sub("", text))


def _values(page: OldPage, separator: str, zone: datetime.tzinfo) -> dict[str, Any]:
    """Return what templates see of a page.

    :param separator: the end of the excerpt of a document.
    :param zone: in which the times of the site are.
    """
    separator = str(page.matter.get("excerpt_separator") or separator or "\n\n")
    name = page.source.rpartition("/")[2]
    excerpt = page.matter.get("excerpt")
    content: Any = _without_liquid(page.body)
    # Of pages, Jekyll makes no excerpt; that of others may be nothing but a tag.
    beginning: Any = _without_liquid(_beginning(page.body, separator)) if page.kind != "pages" else None
    if page.kind != "pages" and page.is_markdown:
        # Documents are converted before the pages that list them.
        content, beginning = partial(markdownify, content), partial(markdownify, beginning)
    values = {
        # Documents have them in any case.
        **({} if page.kind == "pages" else {"categories": [], "tags": []}),
        **page.matter,
        "title": page.matter.get("title"),
        "url": page.url,
        "path": page.source,
        "relative_path": page.source,
        "name": name,
        "slug": page.matter.get("slug") or name.rpartition(".")[0],
        "content": content,
        "excerpt": beginning if excerpt is None else excerpt,
        "draft": page.is_draft,
        "dir": page.url.rpartition("/")[0] + "/",
    }
    if page.kind != "pages":
        directory = page.url.rstrip("/").rpartition("/")[0]
        values |= {
            "collection": page.kind,
            "id": f"{directory}/{values['slug']}",
            "ext": f".{name.rpartition('.')[2]}",
        }
    values.pop("date", None)
    if page.date is not None:
        # What a page has may be a day; what a document has is a time.
        is_day = page.kind == "pages" and page.date.time() == datetime.time.min
        values["date"] = page.date if is_day else Time.of(page.date, zone)
    return values


def _parent(matter: str) -> str:
    """Return the layout that the front matter of a layout names."""
    found = re.search(r"""^layout\s*:\s*["']?([\w./-]+)""", matter, re.MULTILINE)
    return found[1] if found else ""


def _templates(site: OldSite, directory: str) -> dict[str, tuple[str, str]]:
    """Return the front matter and the bodies of the layouts."""
    found = {}
    for path in _files(site.root / directory, site.root):
        text = decode(path.read_bytes())
        if text is not None:
            name = path.relative_to(site.root / directory).with_suffix("").as_posix()
            parts = text.split("---\n", 2) if text.startswith("---\n") else ["", "", text]
            found[name] = (parts[1], parts[-1])
    return found


def _includes(site: OldSite) -> dict[str, str]:
    """Return the site's own includes."""
    directory = site.root / (site.config.text("includes_dir") or "_includes")
    found = {}
    for path in _files(directory, site.root):
        text = decode(path.read_bytes())
        if text is not None:
            found[path.relative_to(directory).as_posix()] = text
    if cv_text(site):
        found[CV_INCLUDE] = CV_MARK
    for page in site.pages:
        if "include_relative" in page.body:
            beside = (site.root / page.source).parent
            for path in _files(beside, site.root):
                name = path.relative_to(site.root).as_posix()
                text = decode(path.read_bytes()) if path.stat().st_size < 1_000_000 else None
                if text is not None:
                    found[f"relative:{name}"] = text
    return found


def _large_includes(site: OldSite) -> set[str]:
    """Return the names of the includes that are too large to be read."""
    directory = site.root / (site.config.text("includes_dir") or "_includes")
    names = {path.relative_to(directory).as_posix() for path in _files(directory, site.root, sys.maxsize)}
    return names - {path.relative_to(directory).as_posix() for path in _files(directory, site.root)}


def _files(directory: Path, root: Path, limit: int = _LARGEST) -> list[Path]:
    """Return the files below a directory that lie within *root*, can be read, and are below *limit*."""
    if not is_inside(directory, root):
        return []
    return [
        path
        for path in sorted(directory.rglob("*"))
        if path.is_file()
        and os.access(path, os.R_OK)
        and is_inside(path, root)
        and path.stat().st_size < limit
    ]


if __name__ == "__main__":
    raise SystemExit(main())
