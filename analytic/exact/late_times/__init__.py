"""Late times: the limits of the losses, what dies out, and the series where nothing is limited."""
