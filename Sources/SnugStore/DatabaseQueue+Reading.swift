import GRDB

extension DatabaseQueue {
    /// Returns a connection that changes nothing of a database, and makes nothing beside it that would stay.
    static func reading(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }
}
