"""A derivation of one's own against itself, against digits, and against the law it ends on."""
