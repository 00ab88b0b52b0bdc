"""kramdown and HTML to MyST.  Pure."""
