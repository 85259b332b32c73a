import ArgumentParser
import Foundation
import SnugStore

/// The database that a command works on.
///
/// Every command finds it in the same way: by `--database`, else by the environment, else as the service's where that is
/// installed and this is root or the service's user, else `data/snug.db` here.
struct CommandDatabase: Sendable {
    /// Its absolute path.
    let path: String
    /// The settings as this process finds them, without the database's own.
    let sources: SettingSources
    private let isNamed: Bool

    /// - Parameter flags: the flags given, by their settings' names.
    /// - Throws: `ValidationError`
    init(flags: [String: String]) async throws {
        sources = try await SettingSources(flags: flags)
        path = URL(fileURLWithPath: try sources.databasePath).path
        isNamed = flags[Settings.database.name] != nil
    }

    var folder: String { URL(fileURLWithPath: path).deletingLastPathComponent().path }

    /// Says on standard error which file is meant, where nobody named it.
    func announce() {
        if !isNamed { Console.note("Database: \(path)") }
    }

    /// Says which file is meant and acts as its folder's owner from now on.
    /// - Throws: ``DatabaseFault``
    func enter() throws {
        announce()
        // Whoever may not even see the service's folder looks for a file here.
        if !isNamed, !FileManager.default.fileExists(atPath: path), let own = InstalledService().unreachableDatabase {
            Console.note("The service has its own in \(own); for that one: sudo snug …")
        }
        try ActingUser.become(ownerOf: folder)
    }
}
