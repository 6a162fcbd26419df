"""`python -m local up|down`: what `make up` and `make down` do."""

import sys

if __name__ == "__main__":
    try:
        # Loading takes a second, in which somebody may think better of it.
        from local.stack.command import main

        code = main()
    except KeyboardInterrupt:
        sys.stderr.write("make: stopped before anything was done.\n")
        code = 130
    sys.exit(code)
