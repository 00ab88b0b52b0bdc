"""The settings of an example: the homepage of a researcher with everything that the extension offers."""

language = "en"

extensions = ["myst_parser", "sphinx_homepage"]

author_profile = {
    "name": "Ada Lovelace",
    "pronouns": "she/her",
    "bio": "Exact computation, programs for unreliable machines, and the algebra of woven cloth",
    "job_title": "Reader in Computing",
    "employer": "University of London",
    "location": "London",
    "email": "ada@example.org",
    "avatar": "public/images/ada.svg",
    "license": "CC BY 4.0",
    "name_variants": ["Ada King"],
    "github": "ada",
    "orcid": "0000-0002-1825-0097",
    "mastodon": "@ada@mathstodon.xyz",
    "googlescholar": "AdaExample0J",
    "links": [{"label": "CV as PDF", "url": "/files/cv.pdf", "icon": "solid/file-pdf"}],
}
# The group, for its page, for guests who write a post, and for links from lists of authors.
author_profiles = "people.yml"

exclude_patterns = ["_build"]
# The feed has the notes, and not the talks.
homepage_feed = ["posts/*"]

html_theme = "furo"
html_theme_options = {"top_of_page_buttons": ()}
html_use_index = False
html_baseurl = "https://ada.example.org/"
copyright = "2026, Ada Lovelace. The people of this example have lived, and its papers are made up"
