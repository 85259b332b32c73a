import ArgumentParser
import Foundation
import SnugChat
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

    /// Returns the settings with the database's own among them, where it can be read.
    func fullSources() async -> SettingSources { sources.over(await stored()) }

    /// Returns the settings that the database holds; none where it cannot be read.
    func stored() async -> [String: String] {
        guard let store = try? SQLiteStore.open(path: path, for: .reading, events: NoEvents()) else { return [:] }
        defer { try? store.close() }
        return (try? await store.settings()) ?? [:]
    }

    /// Says on standard error which file is meant, where nobody named it.
    func announce() {
        if !isNamed { Console.note("Database: \(path)") }
    }

    /// Says which file is meant and acts as its folder's owner from now on.
    /// - Throws: ``DatabaseFault``
    func enter() throws {
        announce()
        if let own = unseen { Console.note("The service has its own in \(own); for that one: sudo snug …") }
        try ActingUser.become(ownerOf: folder)
    }

    /// The service's database, where this user looks for one here because they may not even see its folder; else nil.
    var unseen: String? {
        guard !isNamed, !FileManager.default.fileExists(atPath: path) else { return nil }
        return InstalledService().unreachableDatabase
    }
}
