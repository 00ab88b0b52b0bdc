"""What a page says of itself in its front matter, and what follows for the page alone."""
