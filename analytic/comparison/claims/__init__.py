"""Claims of the papers beside the derived laws: what is measured for each, and where."""
