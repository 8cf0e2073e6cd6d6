"""The pages of the libraries: what a notebook, an instructor or a program may use."""
