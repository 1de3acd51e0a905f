"""The site of all results: what its pages say, as plain data, and the command that writes them."""
