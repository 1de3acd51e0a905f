r"""Symbols: every Symbol of the package.

The letters are those of [bordelon2024dynamical]: lambda_k = k^-b is the spectrum, c_k = k^-a the
power of the target in mode k, N the width, P the number of samples, t the training time.
Two symbols with different assumptions are different symbols to SymPy, so they are made here only.
"""

from sympy import Expr, Function, Symbol

a = Symbol("a", positive=True)
b = Symbol("b", positive=True)
k = Symbol("k", integer=True, positive=True)
m = Symbol("m", integer=True, nonnegative=True)
t = Symbol("t", positive=True)
tau = Symbol("tau", positive=True)
C, N_star, t_star = (Symbol(name, positive=True) for name in ("C", "N^*", "t^*"))
C_star = Symbol("C^*", positive=True)  # where one balance of width and time ends
G_P, L_P, Lambda = (Symbol(name, positive=True) for name in ("G_P", "L_P", "Lambda"))
N = Symbol("N", positive=True)
P = Symbol("P", positive=True)
M = Symbol("M", integer=True, positive=True)
sigma2 = Symbol("sigma^2", nonnegative=True)
sigma = Symbol("sigma", positive=True)
lambda_k = Symbol("lambda_k", positive=True)
lambda_j, c_k = Symbol("lambda_j", positive=True), Symbol("c_k", positive=True)
# What is seen of a mode whose inputs are noisy, and what that leaves of its label.
lambda_x, c_x, sigma_x = (Symbol(name, positive=True) for name in ("lambda_x", "c_x", "sigma_x"))
# A share of a mode: in the trace, or how often one-hot data show it; at what size they do so, and
# how many of the samples do; what one of them leaves of its squared error; passes over the samples.
p_k, q_k, mu_k, n_k, z_k = (
    Symbol(name, positive=True) for name in ("p_k", "q_k", "mu_k", "n_k", "z_k")
)
passes = Symbol("E_P", positive=True)
# Data manifolds: dimension and volume, the ball of radius one and its share, the distance to the
# nearest sample, the mean square of a gradient, the degree up to which interpolation is exact.
d_M, volume, v_d, u_1 = (Symbol(name, positive=True) for name in ("d_M", "V", "v_d", "u_1"))
mean = Function("E")
# Mean squares of all second derivatives and of the Laplacian; a side of a triangle, by what a
# quadratic adds along it; corners on a circle of radius one.
G_2, G_Delta = (Symbol(name, positive=True) for name in ("G_2", "G_Delta"))
q_12, q_23, q_31 = (Symbol(name, real=True) for name in ("q_12", "q_23", "q_31"))
z_1, z_2, z_3 = (Symbol(name) for name in ("z_1", "z_2", "z_3"))
A_T, R_T = (Symbol(name, positive=True) for name in ("A_T", "R_T"))
# Kernels: a frequency, the transform, the amplitude of what is not analytic where points meet and
# where they are opposite, with its factor in the transform; eigenvalues at even and odd degrees;
# the smoothness of a target, the mean square of what acts on the error of an interpolation.
omega, lambda_n, nu_T = (Symbol(name, positive=True) for name in ("omega", "lambda_n", "nu_T"))
Khat, G_e = Function("Khat"), Symbol("G_e", positive=True)
# Spectral powers of a student and a teacher, 2 nu + d each.
alpha_S, alpha_T = (Symbol(name, positive=True) for name in ("alpha_S", "alpha_T"))
# Layers of a network: arc-cosine kernels, the tangent kernel, the angle.
arc_0, arc_1, Theta_at, theta_at = (Function(name) for name in ("K_0", "K_1", "Theta", "theta"))
A_0, A_pi, C_nu = (Symbol(name, real=True) for name in ("A_0", "A_pi", "C_nu"))
C_even, C_odd = (Symbol(name, nonnegative=True) for name in ("C_+", "C_-"))
r_1, G_f, degree = (Symbol(name, positive=True) for name in ("r_1", "G", "q"))
# Fluctuations of a predictor: a loss as a function of it, its derivatives, a bound of the second;
# mean predictor, moments about it, variance; E|z|^n for normal z; the spread of labels, degrees of
# freedom of a regression, the second derivative of a density of labels.
ell_f, ell_1, ell_2 = (Function(name) for name in ("ell", "ell'", "ell''"))
f_0, K_ell = Symbol("f_0", real=True), Symbol("K_ell", positive=True)
mu_f, V_f, A_n = Function("mu"), Symbol("V_f", positive=True), Symbol("A_n", positive=True)
# Feature learning: the richness, what is learned of a mode over u, layers in the frame of the first
# features, the error under the covariance; integrals of the profile; a feature's share, its target.
gamma_0, y_k, u_oo = (Symbol(name, positive=True) for name in ("gamma_0", "y_k", "u_oo"))
R_A, R_AT, r_w, r_wT, v_L, v_LT = (
    Symbol(name, commutative=False) for name in ("R", "R^T", "r", "r^T", "z", "z^T")
)
I_Phi, J_Phi, s_0, a_p = (Symbol(name, positive=True) for name in ("I_Phi", "J_Phi", "s_0", "a_p"))
r_epsilon = Symbol("r_epsilon", positive=True)
s_y, nu_P, density_2 = Symbol("s_y", positive=True), Symbol("nu_P", positive=True), Function("p''")
s, s2, kappa, kappa2 = (Symbol(name) for name in ("s", "s'", "kappa", "kappa'"))
kappa_n = Symbol("kappa_n", positive=True)
d = Symbol("d")
d2 = Symbol("d'")
d_2 = Symbol("d_2")
d_22 = Symbol("d_2'")
d_3 = Symbol("d_3")
w = Symbol("w")
w2 = Symbol("w'")
w_2 = Symbol("w_2")
w_22 = Symbol("w_2'")
w_3 = Symbol("w_3")
D_P = Symbol("D_P")
D_P2 = Symbol("D_P'")
D_N = Symbol("D_N")
D_N2 = Symbol("D_N'")
H_k = Symbol("H_k")
H_k2 = Symbol("H_k'")
h = Symbol("h")
v1, v2, v3, v4 = (Symbol(name) for name in ("v^1", "v^2_k", "v^3", "v^4_k"))
u1, u2, u3, u4 = (Symbol(name) for name in ("u^1", "u^2_k", "u^3", "u^4_k"))
v = Symbol("v_k")
w_star = Symbol("w^*_k")
R_02 = Symbol("R_{02}")
R_022 = Symbol("R_{02}'")
R_24 = Symbol("R_{24}")
R_242 = Symbol("R_{24}'")
x = Symbol("x", positive=True)
x_minus = Symbol("x_-", nonnegative=True)
x_plus = Symbol("x_+", positive=True)
x_0 = Symbol("x_0", positive=True)
tau_1, tau_2 = (Symbol(name, positive=True) for name in ("tau_1", "tau_2"))
j = Symbol("j", integer=True, positive=True)
c_N = Function("c_N")
c_P = Function("c_P")
e_k = Symbol("e_k")
kappa_1 = Symbol("kappa_1")
DeltaC_1 = Symbol("Delta C_0^{(1)}")
R_t = Symbol("R")
R_n = Symbol("R_n")
Delta_L = Symbol("Delta L")
delta_L = Symbol("delta L")
Delta_C = Symbol("Delta C_0")
F_A, S_psi, Lambda_half = (
    Symbol(name, commutative=False) for name in ("F", "S", "Lambda^{1/2}")
)  # matrices: A^T A/N, that of the whitened samples, and the root of the covariance
r_C, r_N, r_P = (Symbol(name, positive=True) for name in ("r_C", "r_N", "r_P"))
r_t = Symbol("r_t", positive=True)
rate_at = Function("r_C")  # of the loss in C at N = C^nu
root = Symbol("q")
rho_0 = Symbol("rho_0")
epsilon = Symbol("epsilon", positive=True)
offset = Symbol("x - x_0", real=True)
from_lower = Symbol("x - x_-", positive=True)
from_upper = Symbol("x_+ - x", positive=True)
ratio = Symbol("r", positive=True)
nu = Symbol("nu", positive=True)
theta = Symbol("theta", positive=True)
theta_half = Symbol("theta_h", positive=True)  # where a peak has half of its height
z = Symbol("z")
y = Symbol("y", positive=True)
u = Symbol("u", positive=True)

# Ensembles: E projections times B data sets, losses of pairs of replicas, parts of the loss.
E = Symbol("E", positive=True)
B = Symbol("B", positive=True)
L_EB = Symbol("L_{E,B}")
L_0, L_A, L_D = (Symbol(name) for name in ("L_0", "L_A", "L_D"))
V_A, V_D, V_AD = (Symbol(name, nonnegative=True) for name in ("V_A", "V_D", "V_{AD}"))
V_sigma = Symbol("V_sigma", nonnegative=True)  # what label noise adds
c_0, c_D, mean_error = (Function(name) for name in ("c_0", "c_D", "H_k"))
v_A, v_D, v_AD = (Function(name) for name in ("v_A", "v_D", "v_{AD}"))
Delta_H = Symbol("Delta H_k")
n_N = Function("n_N")  # 1/(N P) term of label noise in infinitely many members, less its sign
kappa_N, sigma_c2 = Symbol("kappa_N", positive=True), Symbol("sigma^2_c", real=True)

# One-pass SGD: step, loss, bias and kernel with their transforms, what is passed on of the noise.
eta = Symbol("eta", positive=True)
p = Symbol("p")
mu = Symbol("mu", nonnegative=True)  # momentum, and what is left of an error along an eigenvalue
below_one_mu = Symbol("1 - mu", positive=True)
f = Function("f")
Delta_f = Symbol("Delta f^2")
gamma_R = Symbol("gamma_R", positive=True)  # the penalty of ridge
G_L, G_F, G_K = (Function(name) for name in ("G_L", "G_F", "G_K"))
F, K, W, q = (Function(name) for name in ("F", "K", "W", "q"))
d_at = Function("d")
w_at, d_2_at, w_2_at = (Function(name) for name in ("w", "d_2", "w_2"))
v_at = Function("v")  # an error along an eigenvector after so many steps
L_t = Symbol("L_t")
K_Sigma = Symbol("K_Sigma", positive=True)
s_minus, s_plus, w_plus = (Symbol(name) for name in ("s_-", "s_+", "w_+"))

# The amplitude of the effective dimension, d(kappa) ~ A_d kappa^(-1/b).
A_d = Symbol("A_d", positive=True)

# Free projections: moments and S-transforms of spectra, D_N as a function of d, the order of its
# zero, widths of layers.
psi_A, psi_Lambda, psi_K = (Function(f"psi_{name}") for name in ("A", "Lambda", "K"))
S_A, S_Lambda, S_K = (Function(f"S_{name}") for name in ("A", "Lambda", "K"))
D_at = Function("D_N")
x_j = Symbol("x_j", positive=True)
m_F = Symbol("m_F")
G_Lambda = Function("G_Lambda")  # sum over modes of 1 - e^(-u lambda_k)
l_N = Symbol("l_N")  # -dlog D_N/dd, 1/(N - d) of Gaussian entries
N_1, N_2 = (Symbol(name, positive=True) for name in ("N_1", "N_2"))
sigma2_A = Symbol("sigma_A^2", nonnegative=True)  # of a neuron's variance over neurons
depth = Symbol("l", positive=True)  # the number of layers

# Overfitting: 1/P terms of the gap and of label noise, their amplitudes in time.
g_P, g_sigma, n_P = (Function(name) for name in ("g_P", "g_sigma", "n_P"))
A_L, A_N, A_t = (Symbol(name, positive=True) for name in ("A_L", "A_N", "A_t"))
# The end of training: slope of s s' C_0 and bend of s in kappa at the edge; noise that is needed.
G_1, s_2 = Symbol("G_1"), Symbol("s_2", positive=True)
sigma2_0 = Symbol("sigma_0^2", positive=True)
# How far a width is from the number of samples, N = P (1 + delta).
delta = Symbol("delta", real=True)
# The full width of the peak at half its height, in delta.
Delta_delta = Symbol("Delta_delta", positive=True)
# The best penalty: d (1/N + 1/P) there, and by how much it depends on more than 1/N + 1/P.
z_star, chi = Symbol("z^*", positive=True), Symbol("chi", real=True)
gamma_star = Symbol("gamma^*", positive=True)
# The number of parameters times that of samples; 1/N + 1/P and 1/(N P).
K_NP, u_NP, v_NP = (Symbol(name, positive=True) for name in ("K", "u", "v"))
# kappa w + sigma^2, and kappa times the slope of kappa w.
Q_w, g_w = Symbol("Q", positive=True), Symbol("g", nonnegative=True)
# A penalty P^-ell and a width P^nu: the effective dimension is P^theta.
ell = Symbol("ell", positive=True)
# The same on limited data: the unit of kappa, the amplitude of a power of it, and of the loss.
kappa_P, A_edge, K_P = Symbol("kappa_P", positive=True), Function("A"), Symbol("K_P", real=True)
# The target power of the modes that a projection leaves out.
f_N = Symbol("f_N", positive=True)
# The power with which eigenvalues of the features' covariance fall.
c = Symbol("c", positive=True)
above_one_c = Symbol("c - 1", positive=True)
A_c, mu_K = Symbol("A_c", positive=True), Symbol("mu_K", positive=True)  # of the features; of K
A_s = Symbol("A_s", positive=True)  # of the frequency as a power of kappa
# Of features the largest eigenvalue, and what d_2 is of the data.
g_1, phi_2 = Symbol("g_1", positive=True), Symbol("phi_2", positive=True)
# How many residual layers there are.
J = Symbol("J", positive=True)

# Nonlinear features: a preactivation, the correlation of two, the eigenvalue of a set of modes, the
# share of a mode in the trace, that of a mode of normal rows, and what
# a set of so many far modes has in front of its product.
z_u, z_v = Symbol("z_u", real=True), Symbol("z_v", real=True)
rho_z = Symbol("rho", positive=True)
mu_S, s_k = Symbol("mu_S", positive=True), Symbol("s_k", positive=True)
K_m, K_1 = Symbol("K_m", positive=True), Symbol("K_1", positive=True)
kappa_phi, phi, h_m = Function("k_phi"), Function("phi"), Symbol("h_m", real=True)
n_m, mu_n, r_n = Function("n_m"), Symbol("mu_n", positive=True), Symbol("r_n", positive=True)

# Letters of the other papers (analytic.formulas.dictionary).
# With 2 alpha + 2 beta = a, beta may be negative.
alpha, alpha_K, r = (Symbol(name, positive=True) for name in ("alpha", "alpha_K", "r"))
beta = Symbol("beta", real=True)
d_width = Symbol("d", positive=True)
D, T, n = (Symbol(name, positive=True) for name in ("D", "T", "n"))
above_one_a = Symbol("a - 1", positive=True)
above_one_b = Symbol("b - 1", positive=True)

L = Function("L")
rho, Phi, Psi = (Function(name) for name in ("rho_k", "Phi", "Psi"))
L_G, L_h, L_r = map(Function, ("L_G", "L_h", "L_r"))  # Gaussian features; shown modes; the rest
Ltilde = Function("Ltilde")
Lhat = Function("Lhat")
L_star, tau_star = Function("L^*"), Function("tau^*")
Psi_star = Function("Psi^*")
C_0, C_1, C_2, C_3 = (Symbol(f"C_{number}") for number in range(4))

_AT_SECOND_FREQUENCY = {
    s: s2,
    kappa: kappa2,
    d: d2,
    d_2: d_22,
    w: w2,
    w_2: w_22,
    D_P: D_P2,
    D_N: D_N2,
    H_k: H_k2,
    R_02: R_022,
    R_24: R_242,
}


def primed(expression: Expr) -> Expr:
    """The same function of s at the second frequency s'.

    >>> primed(kappa * D_P * D_N - s)
    D_N'*D_P'*kappa' - s'
    """
    return expression.xreplace(_AT_SECOND_FREQUENCY)


def called(symbol: Symbol, name: str) -> Symbol:
    """The same letter under another name.

    >>> called(d, "dbar"), called(a, "alpha") > 0
    (dbar, True)
    """
    return Symbol(name, **symbol.assumptions0)


def marked(letter: Symbol, *of: object) -> Symbol:
    """The letter of a part of a quantity: what it is the part of stands above.

    >>> marked(C_0, "A"), marked(c_N, j, k)(t)
    (C_0^{A}, c_N^{j k}(t))
    """
    name = f"{letter}^{{{' '.join(map(str, of))}}}"
    is_symbol = isinstance(letter, Symbol)
    return Symbol(name, **letter.assumptions0) if is_symbol else Function(name)


def factor_letter(number: int) -> Symbol:
    """A letter for a factor that is known to be positive, while its powers are taken together.

    >>> factor_letter(2)
    x_2
    """
    return Symbol(f"x_{number}", positive=True)


def defined_letter(name: str, positive: bool | None = None) -> Symbol:
    """A letter that a page defines, with what is known of its sign.

    >>> defined_letter("A", positive=True) > 0
    True
    """
    return Symbol(name, positive=positive)
