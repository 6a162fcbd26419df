"""DynamoDB: kept answers, keys, what was seen of SBB, and mutaties. One module per kind of item."""
