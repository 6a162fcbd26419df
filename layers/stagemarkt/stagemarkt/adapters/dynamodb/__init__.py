"""DynamoDB: kept answers, keys, and what was seen of SBB. One module per table."""
