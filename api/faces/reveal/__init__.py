"""Reveal AI: `/api/reveal/ai`, conversations about dashboards written as RDash."""
