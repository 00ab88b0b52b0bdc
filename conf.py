"""The settings of this homepage.  README.md explains each; what is not here has a good default."""

import os
import sys
from pathlib import Path

# The extension lives in this repository. With "pip install sphinx-homepage" this line goes.
sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "Vinay Sisodia"
author = "Vinay Sisodia"
copyright = "Vinay Sisodia"
language = "en"

extensions = ["myst_parser", "sphinx_design", "sphinx_homepage"]

# -- The author ----------------------------------------------------------------------------------------------

author_profile = {
    "name": "Vinay Sisodia",
    "bio": "Math, Machine Learning",
    "employer": "PicCollage",
    "location": "Taiwan",
    # "avatar": "_static/me.jpg",  # a picture instead of the initials
    "github": "vinsis",
    "linkedin": "vinsis",
}

# -- The pages -----------------------------------------------------------------------------------------------

# Only what is named here is published; a new folder of pages needs a line.
include_patterns = ["index.md", "about/**", "projects/**"]
# Not searched for pages at all.
exclude_patterns = [".*", "_build", "_ext", "tests"]

myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath"]

# -- The look ------------------------------------------------------------------------------------------------

html_theme = "furo"
html_title = "Vinay Sisodia"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_use_index = False
html_theme_options = {
    "top_of_page_buttons": [],
    "light_css_variables": {
        "font-stack": "system-ui, sans-serif",
        "font-stack--headings": "'Iowan Old Style', 'Palatino Linotype', 'URW Palladio L', P052, serif",
        "color-foreground-primary": "#1c1f24",
        "color-brand-primary": "#0f5e63",
        "color-brand-content": "#0f5e63",
        "color-brand-visited": "#0f5e63",
    },
    "dark_css_variables": {
        "color-foreground-primary": "#e6e8eb",
        "color-background-primary": "#14171c",
        "color-background-secondary": "#1a1e24",
        "color-background-border": "#2c3138",
        "color-brand-primary": "#7fd1d1",
        "color-brand-content": "#7fd1d1",
        "color-brand-visited": "#7fd1d1",
    },
}

# -- The address ---------------------------------------------------------------------------------------------

# Read the Docs knows where it serves the site; elsewhere it is the owner's address.
html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL", "https://vinsis.github.io/")
