"""The compute-optimal law against digits and dice."""
