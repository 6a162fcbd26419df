"""`python -m stagemarkt_cli`, the same as `stagemarkt`."""

from stagemarkt_cli.main import main

if __name__ == "__main__":
    main()
