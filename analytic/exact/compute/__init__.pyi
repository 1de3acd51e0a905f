from . import saturation as saturation
