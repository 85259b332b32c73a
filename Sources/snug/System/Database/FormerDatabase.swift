import Foundation
import SnugChat
import SnugIdentity
import SnugPostgres
import SnugStore

/// What there is of a database, where the one in PostgreSQL that a server is to begin on is empty.
///
/// A server that began anew there would be taken for the old one, without anybody in it.
enum FormerDatabase: Sendable, Hashable {
    /// The newest proven copy.
    case copy(String)
    /// The file that the service was on before, and that nobody has moved.
    case file(String)

    /// The fault of a server that is not to begin.
    var fault: PostgresFault {
        switch self {
        case .copy(let path): PostgresFault(.lost(copy: path))
        case .file(let path): PostgresFault(.unmoved(file: path))
        }
    }
}

extension SettingSources {
    /// What there is of the service's former database; nil where it had none.
    var formerDatabase: FormerDatabase? {
        get async {
            // A checkout has files of its own about.
            let folder = String(environment["STATE_DIRECTORY"]?.prefix { $0 != ":" } ?? "")
            let file = "\(folder)/snug.db"
            if !folder.isEmpty, await FormerDatabase.isInUse(file) { return .file(file) }
            return (try? backupFolder)?.newestProven(at: SystemClock().now).map { .copy($0.path) }
        }
    }
}

extension FormerDatabase {
    /// Returns true for a file in which there are people, and which nobody has moved; one that cannot be read may be one.
    fileprivate static func isInUse(_ file: String) async -> Bool {
        guard Checks.size(of: file) > 0 else { return false }
        guard let store = try? SQLiteStore.open(path: file, for: .reading, events: NoEvents()) else { return true }
        defer { try? store.close() }
        return (try? await store.read { try $0.setting(SettingName.movedTo) == nil && $0.hasUsers() }) ?? true
    }
}
