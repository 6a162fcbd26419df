"""What CloudWatch makes of this stack: measurements, filters of logs, metric math, an alarm's state.

No emulator here evaluates an alarm: moto and MiniStack take its definition and keep it. So what AWS documents
of it is written out here, is held against the documentation's own tables (`tests/unit/cloudwatch`), and is
what each alarm of `template.yaml` is tried with.
"""
