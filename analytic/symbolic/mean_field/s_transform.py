r"""S-transforms of the spectra of K_A = A^T A/N, and D_N = 1/S_A(-d/M).

    \psi(z) = (1/M) \sum_j z x_j/(1 - z x_j),   S(p) = (1 + p) z/p   at   \psi(z) = p

S-transforms of free factors multiply; free sums add up p at given p S(p).
[voiculescu1987multiplication]
"""

from functools import cache

from sympy import Expr, factor, limit, radsimp, simplify, solve

from analytic.notation import N_1, N_2, M, N, d, epsilon, m_F, p, ratio, u, x, z
from analytic.quotient import cancel


def s_transform(moments: Expr) -> Expr:
    r"""S(p) of a spectrum whose \psi(z) is given, where that has one inverse.

        S(p) = (1 + p) z/p   at   \psi(z) = p

    [voiculescu1987multiplication].

    >>> s_transform(z / (1 - z))
    1
    """
    (root,) = solve(moments - p, z)
    return factor((1 + p) / p * root)


def response(s_of: Expr) -> Expr:
    """The response D_N of a projection, from the S-transform of K_A.

        D_N(d) = 1/S_A(-d/M)

    [atanasov2024scaling].

    >>> response(1 / (1 + M * p / N)).expand()
    1 - d/N
    """
    found = factor(radsimp(1 / s_of)).subs(p, -d / M)
    return factor(found) if found.is_rational_function(d) else found


def seen_from(s_of: Expr, before: Expr, after: Expr) -> Expr:
    r"""S(p) of the same nonzero eigenvalues among `after` ones, not `before`.

        \psi_{after}(z) = \psi(z) before/after

    >>> seen_from(1 / (1 + M * p / N), M, N)
    N/(M + N*p)
    """
    over = p / (1 + p)
    return factor(cancel((over * s_of).subs(p, p * after / before) / over))


def projector(rank: Expr, dimension: Expr) -> Expr:
    r"""S(p) of a projector of a rank r in M dimensions, scaled to mean eigenvalue one.

        \psi(z) = (r/M) z/(r/M - z)

    It has two eigenvalues, 0 and M/r.
    """
    share = rank / dimension
    return s_transform(share * z / (share - z))


@cache
def gaussian(rows: Expr, columns: Expr) -> Expr:
    """S(p) of K_A of normal rows: so many free projectors of rank one and eigenvalue M/N.

        S(p) = 1/(1 + p M/N)

    One of them has p = u/M; N of them have p = u N/M at the same p S(p), M large.

    >>> gaussian(N, M)
    N/(M*p + N)
    """
    one = s_transform(epsilon * ratio * z / (1 - ratio * z))  # 1/M and M/N
    sum_of = limit(cancel((p * one).subs(p, epsilon * u)), epsilon, 0)
    total = cancel(sum_of / (u / ratio)).subs(u, ratio * p)
    return factor(total.subs(ratio, columns / rows))


@cache
def two_layers() -> Expr:
    """S(p) of K_A of two normal layers: the second acts on what the first has left, N_1 wide."""
    inner = gaussian(N_2, N_1) * seen_from(gaussian(N_1, M), M, N_1)
    return seen_from(inner, N_1, M)


def structured() -> Expr:
    r"""S(p) of correlated features, of covariance \Gamma with eigenvalues N g_i.

        K_A = A^T \Gamma A/N,   \sum_i g_i/(g_i + x) = d

    That is \psi(-1/(N x)) = -d/N of \Gamma.
    """
    of_features = (1 + p) / p / (-N * x)
    return seen_from(of_features * seen_from(gaussian(N, M), M, N), N, M)


def skip_connection() -> Expr:
    r"""S(p) of K_A of B = I + \epsilon W, from the mean resolvent of B^T B.

        1/m = 1/q - z q,   q = 1 + \epsilon^2 m

    at the point z, where \psi = -1 - z m = p at 1/z. [dozier2007]
    """
    q, point = 1 + epsilon**2 * m_F, -(1 + p) / m_F
    roots = solve(1 / m_F - (1 / q - point * q), m_F)
    (small,) = [root for root in roots if _roots_factored(root.subs(p, 0)) == 0]
    scaled = 1 + epsilon**2
    return simplify((1 + p) / p * scaled / point.subs(m_F, small))


def _roots_factored(expression: Expr) -> Expr:
    squares = expression.replace(
        lambda node: node.is_Pow, lambda node: factor(node.base) ** node.exp
    )
    return simplify(squares)
