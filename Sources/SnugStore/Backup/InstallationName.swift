import Crypto
import GRDB
import SnugChat

/// The name of an installation, which its database and every copy of it have in common.
///
/// It is a digest of the installation's secret, which is made once and which restores, upgrades and new logs carry on:
/// copies tell by it whose they are.
enum InstallationName {
    /// Returns the name; nil for a database that no server has had open yet.
    static func of(_ db: Database) throws -> String? {
        let secret = try db.one("SELECT value FROM secrets WHERE name = ?", SecretName.installation.rawValue) {
            [UInt8]($0[0] as DatabaseValue)
        }
        return secret.map { Files.hexadecimal(SHA256.hash(data: Array("snug installation".utf8) + $0)) }
    }

    /// Returns the name in a copy; nil where it has none or cannot be read.
    static func of(_ copy: String) -> String? {
        guard let queue = try? DatabaseQueue.reading(copy) else { return nil }
        defer { try? queue.close() }
        return try? queue.read { try of($0) }
    }
}

extension SQLiteStore {
    /// Returns the name by which copies of this database are told from those of other installations; nil before its
    /// first start.
    public func installationName() async throws -> String? {
        do {
            return try await database.read { try InstallationName.of($0) }
        } catch {
            throw StoreFault.wrapping(error, doing: "reading")
        }
    }
}
