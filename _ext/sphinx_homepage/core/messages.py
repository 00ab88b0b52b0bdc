"""The extension's own words, in the language of the site."""

from __future__ import annotations

from sphinx.locale import get_translation

CATALOG = "sphinx_homepage"
"""The name of the message catalogs, in ``locale/``."""

_ = get_translation(CATALOG)
"""Return a message in the language of the site, for example ``_("Published in %s") % venue``."""
