"""`python -m stagemarkt_cli`, the same as `stagemarkt`."""

from stagemarkt_cli.hoofd import main

if __name__ == "__main__":
    main()
