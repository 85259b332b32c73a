import Foundation
import GRDB
import SnugChat

extension DatabaseQueue {
    /// Returns a connection that changes nothing of a database, and makes nothing beside it that would stay.
    ///
    /// It waits for a lock as every other does: whoever brings a file up to date holds one for a moment.
    static func reading(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(TimeInterval(Limits.lockWait.components.seconds))
        return try DatabaseQueue(path: path, configuration: configuration)
    }
}
