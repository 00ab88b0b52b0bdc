"""A Jekyll site as Jekyll reads it: files, settings, front matter, and the URL of each page.  Pure."""
