"""What was derived, kept between calls: the user's folder, keyed by the code that made it."""
