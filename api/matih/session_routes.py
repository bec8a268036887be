"""The endpoints of one session, which both MATIH faces have."""

from __future__ import annotations

from api.matih.edit_routes import add_edit_routes
from api.matih.export_routes import add_export_routes
from api.matih.face import Face
from api.matih.image_routes import add_image_routes
from api.matih.reading_routes import add_reading_routes
from api.matih.replay_routes import add_replay_routes
from api.matih.run_routes import add_run_routes
from api.matih.turn_routes import add_turn_routes


def add_session_routes(face: Face) -> None:
    add_turn_routes(face)
    add_run_routes(face)
    add_reading_routes(face)
    add_replay_routes(face)
    add_edit_routes(face)
    add_export_routes(face)
    add_image_routes(face)
