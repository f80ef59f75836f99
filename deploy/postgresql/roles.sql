-- Run once, on a new primary: the roles of the service and of its standby, and the service's empty database.
\getenv candour CANDOUR_PASSWORD
\getenv replication REPLICATION_PASSWORD
CREATE ROLE candour LOGIN PASSWORD :'candour';
-- Its commits are answered when the standby shows them, if one is named in synchronous_standby_names: nothing that an editor was
-- told is published is lost with the primary. Other roles do not wait.
ALTER ROLE candour SET synchronous_commit = remote_apply;
-- So that a standby can say how far behind it is.
GRANT pg_read_all_stats TO candour;
CREATE ROLE replicator LOGIN REPLICATION PASSWORD :'replication';
CREATE DATABASE candour OWNER candour TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C';
