"""Ways of training other than gradient flow, as filters around the same two-point functions."""
