import SnugChat

extension PostgresConnection {
    /// Makes sure that the server is one that Snug works with, and that the commits of this connection are durable.
    /// - Parameter node: the name of the node that it is of; nil for none.
    /// - Throws: ``PostgresFault``
    func prepareForWork(as node: String?) throws(PostgresFault) {
        guard serverVersion >= Limits.postgresVersionMin else { throw PostgresFault(.tooOld(version: serverVersion)) }
        do {
            let encoding = try one("SELECT current_setting('server_encoding')") { try $0[0] as String }
            guard encoding == "UTF8" else { throw PostgresFault(.notUTF8(encoding: encoding ?? "nothing")) }
            // The server ends the session of a machine that is gone as soon as this side would one of the server's.
            try run(
                """
                SELECT set_config('lock_timeout', $1, false),
                    set_config('tcp_keepalives_idle', $2, false), set_config('tcp_keepalives_interval', $3, false),
                    set_config('tcp_keepalives_count', $4, false), set_config('tcp_user_timeout', $5, false)
                """,
                "\(Limits.postgresLockWait.components.seconds)s",
                "\(Limits.postgresKeepaliveAfter.components.seconds)s",
                "\(Limits.postgresKeepaliveEvery.components.seconds)s", "\(Limits.postgresKeepalivesMax)",
                "\(Limits.postgresUnreceivedMax.components.seconds)s")
            // Whatever the database says: what is acknowledged is on the disk. Stricter values stay.
            try run(
                """
                SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
                """)
            awaitsStandby =
                try one(
                    """
                    SELECT current_setting('synchronous_standby_names') <> ''
                        AND current_setting('synchronous_commit') <> 'local'
                    """
                ) { try $0[0] } ?? false
            // To compile a statement takes longer than any of these may.
            try run("SELECT set_config('jit', 'off', false)")
            // Systems that cannot tell refuse any other value than they have (PostgreSQL §20.3.1).
            _ = try? run(
                "SELECT set_config('client_connection_check_interval', $1, false)",
                "\(Limits.postgresAskerLookEvery.components.seconds)s")
            guard try UseLock.share(by: self) else {
                if let node { try UseLock.knock(as: node, by: self) }
                throw PostgresFault(.beingMoved)
            }
        } catch {
            throw PostgresFault(opening: error)
        }
    }
}

extension PostgresFault {
    /// Creates the fault of an error that was met while a database was opened, or something else was done with all of it.
    init(opening error: any Error, doing what: String = "opening") {
        self =
            switch error {
            case let fault as PostgresFault: fault
            // A statement of this name is there already, or is not there.
            case let error as PostgresError where ["42P05", "26000"].contains(error.sqlState): PostgresFault(.pooled)
            // A right is lacking, or there is no schema in which this role may make anything.
            case let error as PostgresError where ["42501", "3F000"].contains(error.sqlState):
                PostgresFault(.notAllowed(error.words))
            case let error as PostgresError: PostgresFault(.store(StoreFault(error, doing: what)))
            default: PostgresFault(.store(StoreFault(.failed, "\(what): \(type(of: error))")))
            }
    }
}
