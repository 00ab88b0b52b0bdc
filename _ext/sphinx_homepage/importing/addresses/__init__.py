"""Where pages and files of the old site are in the new one, and what answers each old URL."""
