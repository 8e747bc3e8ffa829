"""How servers serve many clients."""
