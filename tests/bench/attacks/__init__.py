"""What the bench of attacks tries, by what it is tried on."""
