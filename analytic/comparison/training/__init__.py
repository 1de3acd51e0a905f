"""Ways of training against the three witnesses: responses of modes, and losses at late times."""
