"""What a host serves for an address: the file, a redirect of its own, or nothing.

The rules were measured on the hosts themselves and agree with what they document
(https://docs.readthedocs.com/platform/stable/user-defined-redirects.html,
https://docs.github.com/en/pages).  They are alike but for one thing: for ``/x``, GitHub Pages looks for
``x.html`` and Read the Docs does not.  Both tell capital letters from small ones.  Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container

FOUND, MOVED_PERMANENTLY, MOVED, NOT_FOUND = 200, 301, 302, 404


class Answer(NamedTuple):
    """What a host answers."""

    status: int
    """The status of HTTP: 200, 301, 302 or 404."""
    file: str
    """The file that is sent with 200; with 404, the one that was looked for last."""
    path: str = ""
    """The path that a redirect leads to, from the root of the site, without a leading slash."""

    @property
    def is_redirect(self) -> bool:
        """Whether the browser has to ask again, at :attr:`path`."""
        return self.status in (MOVED_PERMANENTLY, MOVED)


class Host(NamedTuple):
    """A host, as far as addresses go."""

    key: str
    """What ``homepage_hosts`` calls it."""
    name: str
    tries_html: bool
    """Whether ``/x`` is answered with ``x.html``."""
    slash_status: int
    """The status with which ``/x`` leads to ``/x/``."""

    def answer(self, path: str, files: Container[str]) -> Answer:
        """Return what the host answers for *path* (decoded, from the root of the site, no leading slash)."""
        if not path or path.endswith("/"):
            index = f"{path}index.html"
            return Answer(FOUND if index in files else NOT_FOUND, index)
        if path in files:
            return Answer(FOUND, path)
        if self.tries_html and f"{path}.html" in files:
            return Answer(FOUND, f"{path}.html")
        if f"{path}/index.html" in files:
            return Answer(self.slash_status, "", f"{path}/")
        return Answer(NOT_FOUND, f"{path}/index.html" if "." not in path.rpartition("/")[2] else path)


HOSTS = {
    host.key: host
    for host in (
        Host("readthedocs", "Read the Docs", tries_html=False, slash_status=MOVED),
        Host("github-pages", "GitHub Pages", tries_html=True, slash_status=MOVED_PERMANENTLY),
    )
}
"""The hosts that are known, by the names that ``homepage_hosts`` takes."""
