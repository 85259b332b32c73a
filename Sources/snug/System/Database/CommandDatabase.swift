import ArgumentParser
import Foundation
import SnugChat
import SnugStore

/// The database that a command works on.
///
/// Every command finds it in the same way: by `--database`, else by the environment, else as the service's where that is
/// installed and this is root or the service's user, else `data/snug.db` here.
struct CommandDatabase: Sendable {
    /// Where it is; a file by its absolute path.
    let location: DatabaseLocation
    /// The settings as this process finds them, without the database's own.
    let sources: SettingSources
    /// True where it is the one that a flag named.
    let isNamed: Bool

    /// - Parameter flags: the flags given, by their settings' names.
    /// - Throws: `ValidationError`
    init(flags: [String: String]) async throws {
        sources = try await SettingSources(flags: flags)
        location =
            switch try sources.database {
            case .file(let path): .file(URL(fileURLWithPath: path).path)
            case .postgres(let address): .postgres(address)
            }
        isNamed = flags[Settings.database.name] != nil
    }

    /// The absolute path of the file, or the address without anything secret.
    var path: String { location.description }

    /// Returns the settings with the database's own among them, where it can be read.
    func fullSources() async -> SettingSources { sources.over(await stored()) }

    /// Returns the settings that the database holds; none where it cannot be read.
    func stored() async -> [String: String] {
        let turn = try? ActingUser.Turn(as: location.file == nil ? owner : nil)
        defer { turn?.end() }
        guard let open = try? open(for: .reading) else { return [:] }
        defer { try? open.close() }
        return (try? await open.store.settings()) ?? [:]
    }

    /// Says on standard error which one is meant, where nobody named it.
    func announce() {
        if !isNamed { Console.note("Database: \(path)") }
    }

    /// Says which one is meant and acts as its owner from now on.
    /// - Throws: ``DatabaseFault``
    func enter() throws {
        announce()
        if let own = unseen { Console.note("The service has its own in \(own); for that one: sudo snug …") }
        try ActingUser.become(owner)
    }

    /// Acts as the database's owner where that one also owns the place that is written.
    /// - Parameter isOwn: true for the place of the database's backups.
    /// - Throws: ``DatabaseFault``
    func enter(toWrite place: String, isOwn: Bool) throws {
        guard isOwn || ActingUser.owner(of: place)?.user == owner?.user else { return }
        try ActingUser.become(owner)
    }

    /// Whom the database belongs to: the service's user for the service's own; nil for root.
    var owner: ActingUser.Owner? { location.owner }

    /// The service's database, where this user looks for one here because they may not even see its folder; else nil.
    var unseen: String? {
        guard !isNamed, let file = location.file, !FileManager.default.fileExists(atPath: file) else { return nil }
        return InstalledService().unreachableDatabase
    }
}
