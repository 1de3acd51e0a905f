"""Claims on one-pass SGD with memory and schedules, which the derivation does not reach yet."""

from analytic.claim import Claim

_POWERS = "$lambda_k = k^-b$, $c_k = k^-a$, mini-batches; "

CLAIMS = {
    "one-pass-sgd": (
        Claim(
            "O1",
            "yarotsky2025corner",
            "abstract",
            "exponent of $L(t)$ of one-pass SGD with an infinite memory",
            None,
            f"{_POWERS}without it $t^-u$, with it $t^(-theta u)$ up to $theta = min(2, b, 2 b/a)$",
        ),
        Claim(
            "O2",
            "ferbach2025momentum",
            "code",
            "exponent of $F(t)$ of one-pass momentum with a schedule in $N$",
            None,
            f"{_POWERS}one sample a batch: $(2 - 1/b) (a - 1)/b$",
        ),
        Claim(
            "O3",
            "wang2026batch",
            "text",
            "exponent of $L(D)$ at batch $D^x$",
            None,
            f"{_POWERS}$D$ samples, with and without momentum: $(a - 1)/(a + b - 1)$ at small $x$",
        ),
        Claim(
            "O4",
            "li2026schedules",
            "abstract",
            "exponent of $L(T)$ at the best learning rate over $T$ noisy steps",
            None,
            f"{_POWERS}label noise, $a >= b$: $(a - 1)/a$, $eta ~ T^(b/a - 1) (1 - t/T)^(2 b - 1)$",
        ),
    ),
}
