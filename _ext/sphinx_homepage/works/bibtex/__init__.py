"""BibTeX files as a source of works.

:mod:`.entries` splits a file into entries, :mod:`.texts` and :mod:`.names` read TeX and names of people,
:mod:`.from_entry` makes works of entries, :mod:`.output` writes entries for readers to copy, and
:mod:`.source` does all of it.
"""
