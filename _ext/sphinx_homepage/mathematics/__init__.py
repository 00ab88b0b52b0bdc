"""Formulas in TeX as MathML, which browsers draw without a script."""
