"""The settings of this homepage; docs/configuration.md explains each.  The defaults of others are good."""

import os
import sys
from pathlib import Path

# The extension lives in this repository. With the extension installed (pip install .) this line goes.
sys.path.insert(0, str(Path(__file__).parent / "_ext"))

language = "en"

extensions = ["myst_parser", "sphinx_homepage"]

# -- The author ----------------------------------------------------------------------------------------------

author_profile = {
    "name": "Vinay Sisodia",
    "bio": "Math, Machine Learning",
    "job_title": "Machine Learning Tech Lead",
    "employer": "PicCollage",
    "location": "Taiwan",
    # "avatar": "_static/me.jpg",  # an image instead of the initials
    "github": "vinsis",
    "linkedin": "vinsis",
}

# -- The pages -----------------------------------------------------------------------------------------------

# Only what is named here is published; a new directory of pages needs a line.
include_patterns = ["index.md", "about/**", "projects/**"]
# Not searched for pages at all.
exclude_patterns = [".*", "_build", "_ext", "docs", "tests"]

# -- The look ------------------------------------------------------------------------------------------------

html_theme = "furo"
html_static_path = ["_static"]
html_use_index = False
# The colours and fonts are the extension's; "light_css_variables" and "dark_css_variables" here change them.
html_theme_options = {"top_of_page_buttons": ()}

# -- The URL -------------------------------------------------------------------------------------------------

# Read the Docs knows where it serves the site; elsewhere it is the owner's URL.
html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL", "https://vinsis.github.io/")
# Every URL that was ever published is in published-urls.txt, and has to answer on these hosts.
homepage_hosts = ["readthedocs", "github-pages"]
