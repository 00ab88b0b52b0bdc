"""A site with listings, and what tests change in it."""

from __future__ import annotations

from helpers import png

CONF = (
    'author_profile["name_variants"] = ["Augusta King"]\n'
    'author_profiles = {"babbage": {"name": "Charles Babbage", "website": "https://babbage.example.org/"}}\n'
)
BIB = r"""
@inproceedings{loom20,
  author = {Lovelace, Ada* and Babbage, Charles* and {The Engine Group}},
  title = {Looms \& {$O(n^{2})$} <Engines>},
  booktitle = {Advances in Weaving}, abbr = {AiW}, year = {2020}, month = may, pages = {1--9},
  doi = {10.1000/1}, pdf = {/files/loom.pdf}, code = {https://example.org/code},
  abstract = {All of it & a < b.}, award = {Best Paper}, selected = {true},
  preview = {loom.png}, keywords = {ML, looms}
}
@article{DBLP:journals/x/King19,
  author = {Augusta King and others}, title = {Cards}, journal = {Annals}, volume = {3}, number = {2},
  year = {2019}, bibtex_show = {false}, annotation = {* by alphabet}
}
@phdthesis{engine, author = {A. Lovelace}, title = {An Engine}, school = {London}, year = {2019}}
"""
PUBLICATIONS = (
    "# Publications\n\n## Before\n\n```{listing}\n:group: year\n:filter:\n\npapers.bib\n```\n\n## After\n"
)
TALK = "---\ntitle: A *talk* on looms & silk\ndate: 2021-03-01\ntype: Tutorial\nvenue: Weavers\ntags: [ML]\n---\n\nText.\n"
HOME = (
    "# Home\n\n```{listing}\n:layout: compact\n:limit: 1\n:more: publications\n\ntalks/*\npapers.bib\n```\n\n"
    "```{toctree}\npublications\ntalks/index\ntable\n```\n"
)
PAGES: dict[str, str | bytes] = {
    "index.md": HOME,
    "papers.bib": BIB,
    "publications.md": PUBLICATIONS,
    "talks/index.md": "# Talks\n\n```{listing}\n*\n```\n",
    "talks/lisbon.md": TALK,
    "talks/old.md": "---\ntitle: Old\ndate: 2010-01-01\n---\n\n[2019](../publications.md#2019)\n",
    "table.md": "# Table\n\n```{listing}\n:layout: table\n:where: tag=ml\n\ntalks/*\npapers.bib\n```\n",
    "public/files/loom.pdf": "",
    "assets/img/publication_preview/loom.png": png(32, 18),
}
