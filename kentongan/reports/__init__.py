"""What people saw or heard: ways in, nil reports, triage."""
