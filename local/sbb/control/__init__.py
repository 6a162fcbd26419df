"""The control interface of the simulator: what a test or a developer makes it do."""
