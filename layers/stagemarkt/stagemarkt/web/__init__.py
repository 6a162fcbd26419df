"""The HTTP face: reads API Gateway's event, checks it whole, and writes answers and problems."""
