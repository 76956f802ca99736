"""`python -m imrparse` is the command line."""

from imrparse.cli import main

main()
