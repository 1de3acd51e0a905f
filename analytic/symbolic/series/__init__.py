"""Series with symbolic exponents, and the laws that are read off them."""
