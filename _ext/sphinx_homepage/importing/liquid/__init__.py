"""Jekyll's Liquid for python-liquid, in a process with limits."""
