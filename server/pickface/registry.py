"""The one list of workflows. The application hands it to the engine; nothing else imports workflows."""

from __future__ import annotations

from pickface.tasks.workflow import World
from pickface.workflows.pick import PICK

WORLD = World({workflow.kind: workflow for workflow in (PICK,)})
