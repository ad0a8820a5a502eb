"""Look, print and sheets: what every room shows itself with. No models."""
