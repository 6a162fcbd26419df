"""From a request to a question of the domain, or to every fault that it has."""
