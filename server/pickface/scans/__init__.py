"""The engine's scans."""
