"""What an answer rests on, in a line for a person."""

from __future__ import annotations

from datetime import date, datetime

from bi.model.lineage import Freshness, Lineage
from bi.model.reading import Verified
from bi.model.writing import write_list


def provenance_text(lineage: Lineage, freshness: Freshness) -> str:
    """ "From Orders; data up to June 30, 2026; asked on July 1, 2026 at 17:05 UTC." """
    datasets = write_list([dataset.label for dataset in lineage.datasets])
    parts = [f"From {datasets}" if datasets else "From no dataset"]
    if freshness.latest:
        last = max(date.fromisoformat(latest.day) for latest in freshness.latest)
        parts.append(f"data up to {_write_day(last)}")
    asked = datetime.fromisoformat(freshness.ran_at)
    when = f"on {_write_day(asked)} at {asked:%H:%M} UTC"
    parts.append(f"asked {when}{', and kept since' if freshness.cached else ''}")
    return "; ".join(parts) + "."


def verified_text(verified: Verified) -> str:
    """ "Answered by the verified query “Who is at risk?”, checked by Ana on 2026-03-01." """
    by = f" by {verified.by}" if verified.by else ""
    on = f" on {verified.on.isoformat()}" if verified.on else ""
    checked = f", checked{by}{on}" if by or on else ""
    return f"Answered by the verified query “{verified.question}”{checked}."


def _write_day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
