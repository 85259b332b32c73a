import Glibc
import SnugChat

/// The one connection that writes, which is made anew where it was lost.
///
/// It is used on the commit queue's thread alone.
final class PostgresWriter {
    private let primary: Primary
    private var connection: PostgresConnection?
    private var reconnection = Reconnection()

    init(to primary: Primary, connection: PostgresConnection) {
        self.primary = primary
        self.connection = connection
    }

    /// Returns the connection, and if it is a new one; waits for one as long as there is patience.
    /// - Parameter isEnding: a function that tells whether nobody needs it any more.
    /// - Throws: ``PostgresFault``
    func connected(
        unless isEnding: () -> Bool
    ) throws(PostgresFault) -> (connection: PostgresConnection, isNew: Bool) {
        if let connection, !connection.isLost { return (connection, false) }
        connection?.close()
        while true {
            do throws(PostgresFault) {
                let connection = try primary.connect(inPlaceOf: connection)
                reconnection.succeeded()
                self.connection = connection
                return (connection, true)
            } catch {
                reconnection.failed(at: .now)
                guard reconnection.isPatient(at: .now), !isEnding() else { throw error }
                usleep(UInt32(clamping: reconnection.wait(at: .now).microseconds))
            }
        }
    }

    func close() { connection?.close() }
}
