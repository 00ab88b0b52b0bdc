"""A site of another system becomes a site of this kind, with a report.  Imports no Sphinx."""
