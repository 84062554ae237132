"""How a matter is told: a grammar of field messages that knows what it says, labelled by construction."""
