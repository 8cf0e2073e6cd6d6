"""What an assignment's own solution shows that its tests need."""
