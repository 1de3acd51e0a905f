"""The site: static pages of all results, which need neither a server nor a network."""

from analytic.export.site.pages import Book, site_files

__all__ = ["Book", "site_files"]
