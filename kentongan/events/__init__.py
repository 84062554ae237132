"""The logbook: who, what, when; hash-chained, and the outbox of reactions."""
