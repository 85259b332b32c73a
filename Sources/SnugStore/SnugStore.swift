/// SnugStore: the storage of everything in one SQLite file.
///
/// This module implements the port ``SnugChat/Store`` on GRDB: the schema and its migrations, one file a noun, the
/// group-commit writer, the online backup. It takes in intentions and questions as closures, and gives out their
/// answers once durable, and the events of each commit, in order, to the ``SnugChat/EventBus``.
import SnugChat
