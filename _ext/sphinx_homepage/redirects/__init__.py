"""Redirects: from front matter and conf.py to the files that answer."""
