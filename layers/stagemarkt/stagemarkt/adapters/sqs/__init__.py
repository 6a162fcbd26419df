"""SQS: queues between the functions, one module per queue."""
