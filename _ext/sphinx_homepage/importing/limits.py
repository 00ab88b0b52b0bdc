"""How long and how large things may be while a site is imported."""

SECONDS = 10
"""How long the Liquid of one page may take."""
MEMORY = 3_000_000_000
"""How many bytes the process that runs it may have."""
