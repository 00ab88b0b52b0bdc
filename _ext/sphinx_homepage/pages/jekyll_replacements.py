"""What to write instead of a tag or an output of Liquid, or attributes of kramdown.  Pure.

Each function returns the end of a message.
"""

from __future__ import annotations

import re

_BY_THE_BUILD = "remove it: the build writes this by itself"
_NO_LISTS = "write what it would list, or show pages with the directive listing"
_TAGS = {
    "assign": "remove it, and write the value where it is used",
    "avatar": "write an image: ![alternative text](image.png)",
    "capture": "remove it and {% endcapture %}, and write the text where it is used",
    "case": "write what is right for this page, without the tags",
    "comment": "remove it, or write % before each line of the comment",
    "csrf_meta_tags": _BY_THE_BUILD,
    "cycle": _NO_LISTS,
    "decrement": "write the number",
    "feed_meta": _BY_THE_BUILD,
    "for": _NO_LISTS,
    "gist": "write a link to the gist, or its text as a fenced code block",
    "if": "write what is right for this page, without the tags",
    "increment": "write the number",
    "paginate": _NO_LISTS,
    "raw": "remove it and {% endraw %}; braces can be written in code, or as \\{{ and \\{%",
    "seo": _BY_THE_BUILD,
    "tablerow": _NO_LISTS,
    "unless": "write what is right for this page, without the tags",
    "youtube": "write a link: [the title of the video](https://www.youtube.com/watch?v=...)",
}
_VIDEOS = {
    "youtube": "https://www.youtube.com/watch?v=",
    "vimeo": "https://vimeo.com/",
}
_NOTICES = {"danger": "danger", "info": "note", "primary": "note", "success": "tip", "warning": "warning"}
_QUOTED = r"""["']([^"']*)["']"""
_WORD = re.compile(
    r"""[.#][A-Za-z_-][\w:-]*|[A-Za-z][\w:-]{0,99}+\s*+=\s*+(?:"[^"]*"|'[^']*'|[^\s"'}]+)|[A-Za-z][\w-]*"""
)


def for_tag(name: str, arguments: str) -> str:
    """Return what to write instead of the Liquid tag *name*."""
    if name in ("include", "include_cached"):
        return _for_include(arguments)
    if name == "include_relative":
        file = (arguments.split() or ["file.md"])[0]
        return f"write the directive include: ```{{include}} {file} and ``` below it"
    if name in ("link", "post_url"):
        file = re.sub(r"\.(?:md|markdown|html)\Z", "", (arguments.split() or ["page"])[0].rpartition("/")[2])
        return f"write the path of the file from this page, and nothing before it: [text]({file}.md)"
    if name == "highlight":
        language = (arguments.split() or ["text"])[0]
        return (
            f"write a fenced code block: ```{language} in its place, and ``` in that of {{% endhighlight %}}"
        )
    return _TAGS.get(name, "write what it stands for")


def _for_include(arguments: str) -> str:
    file = (arguments.split() or [""])[0]
    name = re.sub(r"\.(?:html?|md|liquid)\Z", "", file.rpartition("/")[2])
    values = dict(re.findall(rf"(?<![\w-])([\w-]++)\s*+=\s*+{_QUOTED}", arguments))
    if name == "toc":
        return "remove it: the theme shows the headings of a page beside it"
    if name in ("figure", "image"):
        path = values.get("image_path") or values.get("src") or values.get("url") or "image.png"
        return f"write ![{values.get('alt', 'alternative text')}]({path}), or the directive figure"
    if name == "video":
        url = _VIDEOS.get(values.get("provider", ""), "https://...") + values.get("id", "")
        return f"write a link: [the title of the video]({url})"
    if name == "gallery":
        return "write an image for each: ![alternative text](image.png)"
    if name in ("author-profile", "author_profile"):
        return "remove it: the theme shows the author; within a page, the directive author-profile does"
    if re.match(r"archive-single|archive|group-by|documents|posts|pagin", name):
        return _NO_LISTS
    return f"write what _includes/{file or '...'} holds"


def for_output(expression: str) -> str:
    """Return what to write instead of a Liquid output."""
    if re.match(r"(?:site\.(?:base)?url|base_path|site\.github\.url)\b", expression):
        return "write the URL of the site; in a link, /cv/ or the name of a file is enough: [CV](cv.md)"
    if re.search(r"\|\s*(?:relative|absolute)_url\b", expression):
        path = re.match(_QUOTED, expression)
        return f"write the URL itself{f': {path[1]}' if path else ''}"
    if expression.startswith(("content", "page.content")):
        return "remove it"
    return "write the text that it stands for"


def for_extension(name: str) -> str:
    """Return what to write instead of kramdown's extension ``{::name}``."""
    match name:
        case "comment":
            return "remove it and {:/comment}, or write % before each line of the comment"
        case "nomarkdown":
            return "remove it and {:/nomarkdown}: HTML is read as HTML"
        case _:
            return "remove it"


def for_attributes(attributes: str, *, is_block: bool) -> str:
    """Return what to write instead of ``{:attributes}``.

    :param is_block: whether they stand on a line of their own.
    """
    words = [" ".join(word.split()) for word in _WORD.findall(attributes)]
    if "toc" in words:
        return "remove it and the list item above: the theme shows the headings of a page beside it"
    if ".no_toc" in words:
        return "remove it: the theme's list of headings has them all"
    if is_block and (notice := re.search(r"\.notice(?:--(\w+))?", attributes)):
        kind = _NOTICES.get(notice[1] or "", "note")
        return f"write :::{{{kind}}} on a line before the text, and ::: on a line behind it"
    pairs = [_pair(word) for word in words if _is_kept(word)]
    names = [word for word in words if word[0] in ".#"]
    if pairs:
        # A paragraph has no such attributes: only links and images do.
        return f"write {{{' '.join((*names, *pairs))}}} right behind the link or the image"
    if not names:
        return "remove it: styles are for a style sheet" if "style" in attributes else "remove it"
    kept = f"{{{' '.join(names)}}}"
    if is_block:
        return f"write {kept} on a line of its own before what it is for, and not behind it"
    return f"write {kept} right behind a link, an image or code; other words in brackets: [words]{kept}"


def _pair(word: str) -> str:
    """Return an attribute with quotes, without which MyST does not read all values."""
    name, _, value = word.partition("=")
    value = value.strip(" \"'")
    return f'{name.strip()}="{value}"'


def _is_kept(word: str) -> bool:
    """Return whether MyST hands on the attribute, as it does not with ``style`` and most others."""
    name, equals, _ = word.partition("=")
    return bool(equals) and name.strip() in ("height", "rel", "target", "title", "width")
