public import SnugChat

/// The reason why a PostgreSQL database cannot be used, in words that say what to do; never with a password in them.
public struct PostgresFault: Error, Sendable, Hashable, CustomStringConvertible {
    public var reason: Reason

    /// The cause of the fault, with the details that its words need.
    public enum Reason: Sendable, Hashable {
        /// The library of PostgreSQL's clients is not on this machine, or lacks what is needed.
        case libraryMissing(String)
        /// The connection string is none that libpq reads.
        case badConnectionString
        /// There is no connection; libpq says why.
        case noConnection(String)
        /// A server takes writes, and another is the primary since: its place, its history's number and that of the
        /// later one.
        case oldPrimary(place: String, timeline: Int64, known: Int64)
        /// A server lets nobody in by this address, and will not by itself.
        case refused(PostgresRefusal)
        /// The server is older than ``Limits/postgresVersionMin``; its version in libpq's spelling.
        case tooOld(version: Int)
        /// The database keeps text in another encoding than UTF-8.
        case notUTF8(encoding: String)
        /// The database, or the schema in it that is looked at first, holds tables of another program.
        case notSnug
        /// Nothing is in the database yet, and only a server begins one.
        case empty
        /// The schema is an older one, and whoever looks into the database leaves it as it is.
        case notUpgraded(schema: Int, known: Int)
        /// A newer Snug has written the database, and this one is too old to work beside it.
        case newer(schema: Int, known: Int)
        /// Everything in it was moved to another place, and goes on there.
        case moved(from: String, to: String)
        /// Nothing is in the database, and there is a copy of what was, or the file that was to be moved.
        case lost(copy: String)
        case unmoved(file: String)
        /// The rows of the database are being moved into another, or into it.
        case beingMoved
        /// Servers or commands are at work on a database that is to be moved; the machines that they are on.
        case inUse(by: [String])
        /// A move would put its rows beside those of people in this table.
        case notEmpty(table: String)
        /// The role lacks a right, or a schema to make tables in; PostgreSQL's words.
        case notAllowed(String)
        /// The end of a move was not acknowledged: its rows may be there or not.
        case unknownMove
        /// What was prepared on a connection is not there: something between takes each transaction to another one.
        case pooled
        /// What is notified does not come: something between takes each transaction to another connection.
        case deaf
        /// Another node that is serving the database has this name.
        case nameTaken(String)
        /// PostgreSQL refused.
        case store(StoreFault)
    }

    public init(_ reason: Reason) { self.reason = reason }

    /// True for a fault that may pass without anybody touching Snug: a server that is away, waits for its standby, has no
    /// room or is being moved; a name that is in use.
    public var isTemporary: Bool {
        switch reason {
        case .noConnection, .beingMoved, .nameTaken, .oldPrimary: true
        case .store(let fault): [.full, .locked, .failed, .unconfirmed, .unknown, .readOnly].contains(fault.kind)
        default: false
        }
    }

    /// True for a fault of the way to the server, which is waited for at a start.
    public var isOfConnection: Bool {
        switch reason {
        case .noConnection, .nameTaken, .oldPrimary: true
        default: false
        }
    }

    public var description: String {
        switch reason {
        case .libraryMissing(let name):
            "PostgreSQL cannot be used: \(name) is not on this machine, or is too old. Install the package libpq5"
                + " (apt install libpq5)."
        case .badConnectionString:
            "The connection string is none that PostgreSQL's library reads. It looks like"
                + " postgresql://snug@db.example.org/snug, or host=db.example.org dbname=snug user=snug. In a URL, a password's"
                + " / is written as %2F, its # as %23 and its @ as %40."
        case .noConnection(let detail):
            "PostgreSQL cannot be reached: \(detail)"
        case .oldPrimary(let place, let timeline, let known):
            "PostgreSQL at \(place) is an old primary, which takes writes still: its history is number \(timeline), and number"
                + " \(known) has begun elsewhere since. Stop PostgreSQL there, and make it a standby of the new primary;"
                + " what was written to it meanwhile is nowhere else."
        case .refused(let refusal):
            "\(refusal)"
        case .tooOld(let version):
            "PostgreSQL \(version / 10_000) is too old: Snug works with"
                + " \(Limits.postgresVersionMin / 10_000) and later."
        case .notUTF8(let encoding):
            "The database keeps text as \(encoding), and people write in every script. Make one, where PostgreSQL runs:"
                + " sudo -u postgres createdb --owner=snug --template=template0 --encoding=UTF8 --locale=C.UTF-8 NAME"
        case .notSnug:
            "The database holds tables of another program. It was left as it is; name an empty one."
        case .empty:
            "The database is empty. A server makes a new one of it when it starts: snug serve."
        case .notUpgraded(let schema, let known):
            "The database has schema \(schema), and this Snug works with \(known). A server upgrades it when it starts, and"
                + " so does a command that changes something; this one only looks, and left it as it is."
        case .newer(let schema, let known):
            "The database was written by a newer Snug (schema \(schema); this one knows up to \(known)), beside which"
                + " this one cannot work. It was left as it is; install the newer Snug."
        case .moved(let place, let other):
            "The database was moved to \(other), and what is here ends with that. Have the server use that one"
                + " (SNUG_DATABASE), or go on with this one as it was then: snug move --undo '\(place)'."
        case .lost(let copy):
            "The database is empty, but there are backups of what was in one. Put the latest back with"
                + " snug restore \(copy), or begin a new server with snug new."
        case .unmoved(let file):
            "The database is empty, and everything so far is in \(file). Move it there with snug move, or begin a new server"
                + " with snug new."
        case .beingMoved:
            "The database is just being moved, and nothing may change in it meanwhile. Wait for the end of snug move."
        case .inUse(let machines):
            "The database is in use by Snug on \(machines.joined(separator: ", ")). Stop the servers there first"
                + " (sudo systemctl stop snug); nothing was changed."
        case .notEmpty(let table):
            "The database is not empty: there are rows in \(table). Nothing was changed; name one that nobody has used yet,"
                + " as createdb makes it."
        case .notAllowed(let detail):
            "PostgreSQL does not let this role do what Snug needs (\(detail)). Make it the owner of the database, where"
                + " PostgreSQL runs (sudo -u postgres psql -c 'ALTER DATABASE snug OWNER TO snug'), or GRANT CREATE ON SCHEMA public TO it."
        case .unknownMove:
            "The connection was lost at the very end, so it is not known whether the rows are there: all of them are, or"
                + " none. Look with snug user list before anything is served, or done again."
        case .pooled:
            "A pooler between Snug and PostgreSQL, as pgbouncer in transaction mode, takes each transaction to another"
                + " connection. Connect to PostgreSQL itself, or set pool_mode = session."
        case .deaf:
            "PostgreSQL cannot tell this server of other servers' changes: notifications do not come. A pooler between"
                + " the two, as pgbouncer in transaction mode, takes them; connect to PostgreSQL itself."
        case .nameTaken(let node):
            "Another server that is called \(node) is connected to the database. Stop that one, or give each a name of its"
                + " own with --node-name."
        case .store(let fault):
            "The database cannot be used: \(fault.detail)."
        }
    }
}
