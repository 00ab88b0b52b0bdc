"""Settings of the documentation: python -m sphinx -W docs _build/docs builds it."""

project = html_title = "sphinx-homepage"
author = "The sphinx-homepage contributors"
language = "en"

extensions = ["myst_parser"]
# Links lead to headings by their text, as on GitHub.
myst_heading_anchors = 3
exclude_patterns = ["_build"]

html_theme = "furo"
html_copy_source = False
html_show_copyright = False
