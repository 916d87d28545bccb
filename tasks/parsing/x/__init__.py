"""Pure parsers of what X sends and what others keep of it: one module for each form, all to the same rows."""
