import SnugChat

/// A server as a first look finds it, with the connection that looked.
struct Look: Sendable {
    let connection: PostgresConnection
    /// The place of it, for the log.
    let place: String
    /// True for one that only follows another.
    let isStandby: Bool
    /// The number of its history, which is one more after each promotion.
    let timeline: Int64
    /// The cluster's identifier: histories of others cannot be compared.
    let system: Int64

    /// The file that is written to next tells the history, before the first checkpoint of a new primary too.
    private static let question = """
        SELECT pg_is_in_recovery(),
            CASE WHEN pg_is_in_recovery() THEN (SELECT timeline_id::bigint FROM pg_control_checkpoint())
            ELSE ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint END,
            (SELECT system_identifier FROM pg_control_system())
        """

    /// - Throws: ``PostgresFault``
    init(at place: ConnectionString.Place, of string: ConnectionString) throws(PostgresFault) {
        let connection = try PostgresConnection(to: string, at: place)
        connection.patience = Limits.postgresConnectWithin
        defer { connection.patience = Limits.postgresAnswerWithin }
        do {
            let found = try connection.one(Self.question) { row in
                (isStandby: try row[0] as Bool, timeline: try row[1] as Int64, system: try row[2] as Int64)
            }
            guard let found else { throw PostgresError.connectionLost }
            (isStandby, timeline, system) = found
        } catch let error as PostgresError where error.condition == .connectionLost {
            throw PostgresFault(.noConnection("\(connection.place): \(error.words)"))
        } catch {
            throw PostgresFault(opening: error)
        }
        self.place = connection.place
        self.connection = connection
    }

    /// The reason why it cannot be worked with, where it is a standby.
    var fault: PostgresFault? {
        isStandby ? PostgresFault(.noConnection("the server at \(place) is a standby, which only follows")) : nil
    }
}
