"""From what the domain gives to the JSON and the headers that leave."""
