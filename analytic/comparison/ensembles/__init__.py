"""Ensembles: the laws of the parts of the loss against digits, the split against dice."""
