"""Numbers by slow and safe routes, which laws are held against."""
