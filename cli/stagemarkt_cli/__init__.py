"""The command `stagemarkt`, for whoever operates or tries the facade. Never part of the Lambda layer."""
