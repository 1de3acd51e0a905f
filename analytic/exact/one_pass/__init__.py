"""One-pass SGD: the Volterra equation of the loss, summed by its generating function."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
