"""A sheet with a check on each row, as schools have it: read, understood, given back with verdicts behind it.

Pure, and without anything heavy: the command reads files with it, and a function what was uploaded.
"""
