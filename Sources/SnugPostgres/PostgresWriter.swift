import Glibc
import SnugChat

/// The one connection that writes, which is made anew where it was lost.
///
/// It is used on the commit queue's thread alone.
final class PostgresWriter {
    private let string: ConnectionString
    private var connection: PostgresConnection?
    private var reconnection = Reconnection()

    init(to string: ConnectionString, connection: PostgresConnection) {
        self.string = string
        self.connection = connection
    }

    /// Returns the connection; waits for one as long as there is patience.
    /// - Parameter isEnding: a function that tells whether nobody needs it any more.
    /// - Throws: ``PostgresFault``
    func connected(unless isEnding: () -> Bool) throws(PostgresFault) -> PostgresConnection {
        if let connection, !connection.isLost { return connection }
        connection = nil
        while true {
            do throws(PostgresFault) {
                let connection = try PostgresConnection(checking: string)
                reconnection.succeeded()
                self.connection = connection
                return connection
            } catch {
                reconnection.failed(at: .now)
                guard reconnection.isPatient(at: .now), !isEnding() else { throw error }
                usleep(UInt32(clamping: reconnection.wait(at: .now).microseconds))
            }
        }
    }

    func close() { connection?.close() }
}
