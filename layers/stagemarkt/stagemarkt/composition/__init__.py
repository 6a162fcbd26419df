"""Composition: what each Lambda function needs, and how its ports are tied to adapters.

A module per function, under the name of its folder in `functions/`: `NEEDS` says what it reads of its
environment and touches of AWS, the class beside it builds the ports. What several of them share is a block:
`record`, `schools`, `guarded_sbb`, `kept_answers`, `audit`, `outgoing`. `needs` and `resources` are the words
for it; `base` is what all have.
"""
