"""The text and the front matter of each new page."""
