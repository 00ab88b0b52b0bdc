"""Settings of the documentation: python -m sphinx -W docs _build/docs builds it."""

import sys
from pathlib import Path

# With the extension installed (pip install .) this line goes.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "_ext"))

project = html_title = "sphinx-homepage"
author = "The sphinx-homepage contributors"
language = "en"

extensions = ["myst_parser", "sphinx_incremental"]
# Links lead to headings by their text, as on GitHub.
myst_heading_anchors = 3
exclude_patterns = ["_build"]

html_theme = "furo"
html_copy_source = False
html_show_copyright = False
