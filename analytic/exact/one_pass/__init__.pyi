from . import frontier as frontier
from . import steps as steps
