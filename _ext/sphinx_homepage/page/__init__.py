"""What Sphinx does not do for a page that has a title and a summary in its front matter."""
