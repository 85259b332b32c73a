import Glibc
import ServiceLifecycle
import SnugChat

/// The watch for a database that is taken away while it is served, so that an idle server tells of it at once.
///
/// It sleeps while nobody touches the names of the file and its folder.
struct DatabaseWatch: Service {
    /// The path of the database's file.
    let database: String
    let readiness: ReadinessProbe

    func run() async throws {
        let folder = database.folderOfPath
        let names = UInt32(IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF)
        let watches = [FileWatch(database, for: names), FileWatch(folder, for: names)].compactMap { $0 }
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                for watch in watches { group.addTask { await look(by: watch) } }
            }
        }
    }

    private func look(by watch: FileWatch) async {
        while !Task.isCancelled {
            await watch.next()
            _ = watch.drain()
            // Where the file is another now, the store refuses, and the log tells of it.
            try? await readiness.awaitWriter()
        }
    }
}
