import Crypto
import GRDB
public import SnugChat

/// The name of an installation, which its database and every copy of it have in common.
///
/// It is a digest of the installation's secret, which is made once and which restores, upgrades and new logs carry on:
/// copies tell by it whose they are.
enum InstallationName {
    /// Returns the name that belongs to a secret.
    static func of(secret: [UInt8]) -> String {
        Files.hexadecimal(SHA256.hash(data: Array("snug installation".utf8) + secret))
    }

    /// Returns the name in a copy; nil where it has none or cannot be read.
    static func of(_ copy: String) -> String? {
        guard let queue = try? DatabaseQueue.reading(copy) else { return nil }
        defer { try? queue.close() }
        let secret = try? queue.read { try Snapshot(db: $0).secret(.installation) }
        return secret.map(of(secret:))
    }
}

extension Store {
    /// Returns the name by which copies of this database are told from those of other installations; nil before its
    /// first start.
    public func installationName() async throws -> String? {
        try await read { try $0.secret(.installation) }.map(InstallationName.of(secret:))
    }
}
