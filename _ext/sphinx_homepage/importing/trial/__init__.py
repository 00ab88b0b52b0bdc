"""A trial build of the new site, and its comparison with the old one."""
