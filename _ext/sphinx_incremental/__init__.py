"""Incremental builds that leave what fresh ones leave, and that are quick at any size."""
