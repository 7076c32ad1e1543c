#!/bin/sh
# Runs once, when the cluster is created: the database and its roles. The owner migrates, the app only reads and writes
# rows, backup and report only read. What each may do is given by `manage.py grant_roles` after every migration.
set -eu
psql --set ON_ERROR_STOP=1 --set owner="$OCOP_DB_OWNER_PASSWORD" --set app="$OCOP_DB_PASSWORD" \
  --set backup="$OCOP_DB_BACKUP_PASSWORD" --username postgres --dbname postgres <<'SQL'
CREATE ROLE ocop_owner LOGIN NOSUPERUSER NOCREATEROLE PASSWORD :'owner';
CREATE ROLE ocop_app LOGIN NOSUPERUSER NOCREATEROLE PASSWORD :'app';
CREATE ROLE ocop_backup LOGIN NOSUPERUSER NOCREATEROLE PASSWORD :'backup';
CREATE ROLE ocop_report NOLOGIN NOSUPERUSER NOCREATEROLE;
CREATE DATABASE ocop OWNER ocop_owner;
REVOKE ALL ON DATABASE ocop FROM PUBLIC;
GRANT CONNECT ON DATABASE ocop TO ocop_app, ocop_backup, ocop_report;
SQL
