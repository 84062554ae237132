"""A simulated kabupaten whose truth is known: pure, seeded, standard library only."""
