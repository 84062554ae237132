"""How well a system saw what was planted: hits, lead, false alarms, silence, reading and work, with intervals."""
