"""The planned redirects are written: by sphinxext-rediraffe what it can write, and the others here.

sphinxext-rediraffe writes every redirect that its configuration can express, with this extension's template.
It does not remove a redirect that is no longer asked for, does not write one again when the template has
changed, and cannot make a file ``x.html`` under the dirhtml builder, lead to another site or to a place in a
page, or make the page of a retired URL.  So it is asked for those that are missing and that it can write.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxext.rediraffe import REDIRECT_JSON_NAME

from ..core.diagnostics import warn
from ..core.problems import Subtype
from .output import has_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx.application import Sphinx

    from .output import OutputDirectory
    from .plan import Redirect
    from .stubs import Stubs


class Writer:
    """Writes the redirects of one build."""

    def __init__(self, output: OutputDirectory, stubs: Stubs) -> None:
        self._output = output
        self._stubs = stubs
        self._missing: list[Redirect] = []
        """Those to be written."""

    def make_room(self, redirects: Iterable[Redirect], pages: Mapping[str, str]) -> list[Redirect]:
        """Remove what is outdated, and return those of *redirects* that can be written or are there.

        A redirect to a page that is not there is left out: Sphinx was asked for some pages only.
        """
        output = self._output
        there = {docname for docname, file in pages.items() if (output.path / file).is_file()}
        found = []
        for redirect in redirects:
            if redirect.target.docname and redirect.target.docname not in there:
                continue
            fault = output.make_room(redirect.file, partial(self._stubs.render, redirect))
            if fault:
                _warn(redirect, fault)
            else:
                found.append(redirect)
        self._missing = [redirect for redirect in found if redirect.file not in output.kept]
        output.begin(redirect.file for redirect in self._missing)
        return found

    def hand_over(self, app: Sphinx) -> None:
        """Ask rediraffe for the missing redirects that it can write."""
        asked = {
            redirect.rediraffe_key: redirect.target.docname
            for redirect in self._missing
            if redirect.rediraffe_key
        }
        remove_record(app)
        app.config.rediraffe_template = self._stubs.prepare(set(asked.values()))
        app.config.rediraffe_redirects = asked

    def write(self) -> set[str]:
        """Write what rediraffe has not, and return the files of all redirects that are there."""
        written = []
        for redirect in self._missing:
            path = f"{self._output.path}/{redirect.file}"
            there = os.path.lexists(path)
            # Another extension may have written the file since.
            is_foreign = there and not (redirect.rediraffe_key and (self._stubs.is_own or has_mark(path)))
            if is_foreign:
                _warn(redirect, "another extension has written a file there")
                continue
            if redirect.rediraffe_key and not there:
                _warn(redirect, "sphinxext-rediraffe did not write it")
                continue
            if not there:
                os.makedirs(path.rpartition("/")[0], exist_ok=True)  # noqa: PTH103 (there may be thousands)
                with open(path, "xb", buffering=0) as stream:  # noqa: PTH123
                    stream.write(self._stubs.render(redirect))
            written.append(redirect.file)
        self._output.finish(written)
        return {*self._output.kept, *written}


def remove_record(app: Sphinx) -> None:
    """Remove rediraffe's record of what it has written: it is asked only for what is missing.

    Everything in the output directory is published, and a record that cannot be read would stop rediraffe.
    """
    record = Path(app.outdir, REDIRECT_JSON_NAME)
    if record.is_symlink() or record.is_file():
        record.unlink()


def _warn(redirect: Redirect, fault: str) -> None:
    message = f"no redirect can be written at '{redirect.file}': {fault}"
    warn(message, Subtype.REDIRECT, redirect.claim.location)
