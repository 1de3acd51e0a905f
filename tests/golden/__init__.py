"""What must not change while the walls are moved: formulas, verdicts and losses, kept as files."""
