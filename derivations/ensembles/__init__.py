"""What the page on ensembling is built from: laws of the parts of the loss, and verdicts."""
