"""Ways of training in algebra: transforms of recursions, late times, schedules."""
