"""The engine's tasks."""
