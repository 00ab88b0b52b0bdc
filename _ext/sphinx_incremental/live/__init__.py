"""Serve a site, and build it again when a file is saved.

It is sphinx-autobuild's server, with the process for the next build started before it is needed.
"""
