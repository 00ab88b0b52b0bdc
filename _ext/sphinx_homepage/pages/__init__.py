"""The front matter of pages, and what follows from it for the page alone."""
