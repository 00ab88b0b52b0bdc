"""Listings of pages."""
