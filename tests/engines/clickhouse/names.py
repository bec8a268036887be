"""Who may ask the server of these tests, and what they are bound to."""

PASSWORD = "hunter2"
USER = "default"
# What the settings profile of each user fixes.
PROFILES = {USER: {}, "reader": {"readonly": "2"}, "bound": {"readonly": "1"}}
