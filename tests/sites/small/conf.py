"""The settings of a small site, of which tests look at every page in a browser."""

import os

language = "en"

extensions = ["myst_parser", "sphinx_homepage"]

author_profile = {
    "name": "Ada Lovelace",
    "bio": "Analytical engines, and what they may weave",
    "job_title": "Analyst",
    "employer": "University of London",
    "location": "London",
    "email": "ada@example.org",
    "github": "ada",
    "orcid": "0000-0002-1825-0097",
    "mastodon": "@ada@mathstodon.xyz",
    "links": [{"label": "Group", "url": "https://example.org/", "icon": "solid/users"}],
}
author_profiles = {"grace": {"name": "Grace Hopper", "bio": "Compilers"}}

include_patterns = ["index.md", "about/**", "projects/**"]
html_theme = "furo"
html_use_index = False
html_theme_options = {"top_of_page_buttons": ()}
html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL", "https://ada.example.org/")
homepage_hosts = ["readthedocs", "github-pages"]
