"""Pages that were written in HTML become Markdown where nothing of them is lost.

Beautiful Soup and markdownify are imported when they are used.
"""

from __future__ import annotations

from .converted import Converted


def html_to_markdown(html: str) -> Converted:
    r"""Return the body of a page in HTML as MyST reads it.

    What Markdown can say becomes Markdown.  What it cannot say (forms, embedded videos, tables with cells
    that span others, elements with a style or a class of their own) stays as it is, as a block of HTML that
    holds no empty line.  Formulas (``$``, ``\(``) in the text become MyST's.

    :param html: the text behind the front matter, without Liquid; a whole document or a part of one.
    """
    raise NotImplementedError
