"""What an operator does to a deployed stack: schools, afnemers, toegang, keys; `make up` likewise."""
