"""Claims of [bietti2021deep], where the dimension is that of the space around the sphere."""

from analytic.claim import Claim
from analytic.notation import d_M

PAPER = "bietti2021deep"
ON_SPHERE = "uniform points on a sphere of dimension $d_M$, large degrees; recalled"
DEGREE = "power of the degree"

CLAIMS = {
    "kernel-smoothness": (
        Claim("B1", PAPER, "text", f"{DEGREE}, neural tangent", d_M + 1, ON_SPHERE),
        Claim("B2", PAPER, "text", f"{DEGREE}, ReLU features", d_M + 3, ON_SPHERE),
    ),
}
