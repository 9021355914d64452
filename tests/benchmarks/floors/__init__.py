"""The least work that yields the result, written by hand. Frozen: a slower floor would flatter the ratios."""
