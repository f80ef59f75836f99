#!/usr/bin/env bash
# Starts a standby: where there are no data yet it first copies them from the primary that CANDOUR_PRIMARY names.
set -euo pipefail
umask 077

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  export PGPASSWORD="$REPLICATION_PASSWORD"
  source="host=$CANDOUR_PRIMARY port=${CANDOUR_PRIMARY_PORT:-5432} user=replicator application_name=standby"
  pg_basebackup --pgdata "$PGDATA" --dbname "$source password=$REPLICATION_PASSWORD" --write-recovery-conf --checkpoint fast
  # Whether this server waits for a standby is said to it when it has one.
  sed -i '/^synchronous_standby_names/d' "$PGDATA/postgresql.auto.conf"
fi
exec "$@"
