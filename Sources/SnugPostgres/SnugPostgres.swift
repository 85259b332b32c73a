/// SnugPostgres: the storage of everything in a PostgreSQL database.
///
/// This module implements the port ``SnugChat/Store`` on the system's libpq, which is loaded when a store is opened:
/// the schema and its migrations, one file a noun, the group-commit writer. It takes in intentions and questions as
/// closures, and gives out their answers once durable, and the events of each commit, in order, to the
/// ``SnugChat/EventBus``.
///
/// The SQL is PostgreSQL's own, beside that of SnugStore in files by the same nouns: what the two share is the port and
/// its contract, not a dialect.
import SnugChat
