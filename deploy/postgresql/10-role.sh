#!/bin/sh
# Runs once, when the cluster is created: the portal's own role and database.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$OCOP_DB_PASSWORD" --username postgres --dbname postgres <<'SQL'
CREATE ROLE ocop LOGIN NOSUPERUSER NOCREATEROLE PASSWORD :'password';
CREATE DATABASE ocop OWNER ocop;
REVOKE ALL ON DATABASE ocop FROM PUBLIC;
SQL
