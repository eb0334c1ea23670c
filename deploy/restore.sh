#!/usr/bin/env bash
# Bring back what backup.sh kept. Stop the server first.
#
#   restore.sh FILE
#
# Into PICKFACE_DATA (default ./data) and, if the backup holds one, into the PostgreSQL database of
# PICKFACE_DATABASE_URL, which must be empty. What lies in the folder now is set aside beside it, never deleted.
set -euo pipefail
umask 077

here=$(cd "$(dirname "$0")/.." && pwd)
pickface=${PICKFACE:-$here/.venv/bin/pickface}
data=${PICKFACE_DATA:-./data}
data=${data%/}
file=${1:?"which one? restore.sh FILE"}

[ -f "$file" ] || { echo "There is no backup at $file." >&2; exit 1; }
mkdir -p "$(dirname "$data")"
work=$(mktemp -d "$data.restore-XXXXXX")
trap 'rm -rf "$work"' EXIT
tar -C "$work" -xzf "$file"
[ -d "$work/files" ] || { echo "$file is not a backup of Pickface." >&2; exit 1; }

if [ -f "$work/pickface.pgdump" ]; then
  url=${PICKFACE_DATABASE_URL:?"this backup is of PostgreSQL: set PICKFACE_DATABASE_URL to an empty database"}
  tables=$(psql -XAtc "select count(*) from information_schema.tables where table_schema = 'public'" "$url")
  [ "$tables" = 0 ] || { echo "That database is not empty; nothing was changed." >&2; exit 1; }
  pg_restore --no-owner --exit-on-error --single-transaction --dbname="$url" "$work/pickface.pgdump"
else
  mv "$work/pickface.sqlite3" "$work/files/"
fi

if [ -d "$data" ] && [ -n "$(ls -A "$data")" ]; then
  aside="$data.before-$(date -u +%Y%m%dT%H%M%SZ)"
  mv "$data" "$aside"
  echo "What was in $data is now in $aside."
else
  rm -rf "$data"
fi
mv "$work/files" "$data"
echo "Restored into $data. Bringing it to this version, then checking the books:"
"$pickface" upgrade --data "$data"
"$pickface" audit --data "$data"
