r"""The third witness: the model of [bordelon2024dynamical] drawn, trained and averaged with NumPy.

It shares the statement of the problem with the other witnesses and nothing else.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
