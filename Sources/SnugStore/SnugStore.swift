/// SnugStore: what is kept, in one SQLite file.
///
/// What this room is: the port ``SnugChat/Store`` on GRDB: the schema and its migrations, one file a noun, the
/// group-commit writer, the online backup.
/// What comes in: intentions and questions as closures. What goes out: their answers once durable, and the events of
/// each commit, in order, to the ``SnugChat/EventBus``.
import SnugChat
