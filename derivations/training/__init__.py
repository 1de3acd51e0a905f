"""What the derivations of the ways of training have in common."""
