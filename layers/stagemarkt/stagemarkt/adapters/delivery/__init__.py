"""The ways out: events to webhooks and to queues of others. What a receiver does to us ends here."""
