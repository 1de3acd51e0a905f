"""The compute-optimal law: its terms and its amplitudes, what limited data changes, the claims."""
