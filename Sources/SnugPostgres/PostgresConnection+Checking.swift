import SnugChat

extension PostgresConnection {
    /// Opens a connection to a server that Snug works with, and makes sure that its commits are durable.
    /// - Throws: ``PostgresFault``
    convenience init(checking string: ConnectionString) throws(PostgresFault) {
        try self.init(to: string)
        guard serverVersion >= Limits.postgresVersionMin else { throw PostgresFault(.tooOld(version: serverVersion)) }
        do {
            let encoding = try one("SELECT current_setting('server_encoding')") { try $0[0] as String }
            guard encoding == "UTF8" else { throw PostgresFault(.notUTF8(encoding: encoding ?? "nothing")) }
            // Whatever the database says: what is acknowledged is on the disk. Stricter values stay.
            try run(
                """
                SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
                """)
        } catch {
            throw PostgresFault(opening: error)
        }
    }
}

extension PostgresFault {
    /// Creates the fault of an error that was met while a database was opened.
    init(opening error: any Error) {
        self =
            switch error {
            case let fault as PostgresFault: fault
            case let error as PostgresError: PostgresFault(.store(StoreFault(error, doing: "opening")))
            default: PostgresFault(.store(StoreFault(.failed, "opening: \(type(of: error))")))
            }
    }
}
