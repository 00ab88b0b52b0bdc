"""Lists that templates made of pages, and the listings that replace them."""
