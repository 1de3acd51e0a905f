"""What the page on white spectra is judged by."""
