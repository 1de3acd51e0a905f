"""The frontier: at a compute, the width and the time at which the test loss is least."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
