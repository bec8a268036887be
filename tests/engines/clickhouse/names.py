"""Who may ask the server of these tests."""

USER, PASSWORD = "default", "hunter2"
