"""What the page does when it is asked to."""
