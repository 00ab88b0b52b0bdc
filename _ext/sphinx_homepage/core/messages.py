"""The extension's own words, in the language of the site."""

from __future__ import annotations

from sphinx.locale import get_translation

CATALOG = "sphinx"
"""The name of the message catalogs, in ``locale/``.

Templates have this catalog and no other.  What Sphinx, and a site's own catalog of this name, translate comes
first; ours has what is left, and the words of furo, which has none.
"""

_ = get_translation(CATALOG)
"""Return a message in the language of the site, for example ``_("Published in %s") % venue``.

Not while a module is imported: the language is not known then.
"""
