import SnugChat

/// The place of a database that is being served: the path by which it must be found again.
///
/// A file that was removed, moved or replaced is still written to by whoever has it open, and is found by nobody.
struct DatabasePlace: Sendable {
    let path: String
    /// The lock on the file that was opened there.
    let lock: FileLock

    /// Checks that the path still leads to the file; it costs two calls of the system.
    /// - Throws: ``StoreFault``
    func check() throws(StoreFault) {
        guard lock.isHeld(at: path) else {
            throw StoreFault(
                .failed,
                "\(path) was removed, moved or replaced while it was in use:"
                    + " put it back, or stop the server and start it again"
            )
        }
    }
}
