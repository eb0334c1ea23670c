#!/usr/bin/env bash
# Back up a running Pickface: its database as of one moment, its photos and its keys, in one file.
#
#   backup.sh FOLDER
#
# PICKFACE_DATA says which installation (default ./data), PICKFACE_DATABASE_URL which PostgreSQL if there is one,
# KEEP how many backups stay in the folder (default 14). The file holds keys and people's names: keep it like them.
set -euo pipefail
umask 077

here=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-$here/.venv/bin/python}
data=${PICKFACE_DATA:-./data}
folder=${1:?"where to? backup.sh FOLDER"}
keep=${KEEP:-14}

[ -d "$data" ] || { echo "There is no Pickface in $data." >&2; exit 1; }
mkdir -p "$folder"
case "$(realpath "$folder")/" in
  "$(realpath "$data")"/*) echo "A backup inside of $data would back up itself." >&2; exit 1 ;;
esac
work=$(mktemp -d "$folder/.backup-XXXXXX")
trap 'rm -rf "$work"' EXIT
kept=$work/kept
mkdir "$kept"

if [ -n "${PICKFACE_DATABASE_URL:-}" ]; then
  pg_dump --format=custom --file="$kept/pickface.pgdump" "$PICKFACE_DATABASE_URL"
else
  # SQLite's own online copy: writers go on, and what was half written is not in it.
  "$python" - "$data/pickface.sqlite3" "$kept/pickface.sqlite3" << 'PYTHON'
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

source, target = map(Path, sys.argv[1:])
if not source.exists():
    sys.exit(f"There is no database at {source}.")
with closing(sqlite3.connect(source)) as running, closing(sqlite3.connect(target)) as copy:
    running.execute("PRAGMA query_only=ON")
    running.backup(copy)
    copy.execute("PRAGMA journal_mode=DELETE")
    found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        sys.exit(f"The copy is damaged: {found}")
PYTHON
fi

# Photos and keys are written once and renamed into place, so copying them needs no standstill. The folder itself
# changes all the time (the database's side files come and go in it); tar answers 1 for that and 2 for trouble.
mkdir "$kept/files"
{ tar -C "$data" --warning=no-file-changed --exclude='./pickface.sqlite3*' --exclude='*.new' -cf - . || [ $? -eq 1 ]; } |
  tar -C "$kept/files" -xf -

name="pickface-$(date -u +%Y%m%dT%H%M%SZ).tar.gz"
tar -C "$kept" -czf "$work/whole.partial" .
mv "$work/whole.partial" "$folder/$name"
sync "$folder/$name"

find "$folder" -maxdepth 1 -name 'pickface-*.tar.gz' | sort | head -n "-$keep" | xargs -r rm --
echo "$folder/$name"
