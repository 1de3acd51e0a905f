"""Derivations that are written as text, LaTeX or Markdown, read as pages that can be verified."""
