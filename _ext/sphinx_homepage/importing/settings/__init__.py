"""What layouts and settings of the old site showed around its pages, and conf.py for the new ones."""
