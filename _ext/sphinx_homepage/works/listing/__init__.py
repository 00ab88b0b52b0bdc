"""The directive ``listing``: works of pages and of BibTeX files, sorted, grouped and filtered.

:mod:`.directive` reads a use of it, :mod:`.query` decides what it shows, :mod:`.plan` does so for all pages
when they have been read, and :mod:`.navigation` gives the listed pages their place in the site.
"""
