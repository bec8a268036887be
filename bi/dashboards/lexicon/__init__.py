"""What people say to make, change and look through dashboards, by language."""
