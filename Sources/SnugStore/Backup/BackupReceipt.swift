import Foundation
import SnugChat

/// The proven contents of a copy, kept as JSON beside it: `snug.db` has `snug.db.json`.
public struct BackupReceipt: Codable, Sendable, Hashable {
    /// The time of the copy (RFC 3339); nil where no receipt says so.
    public var time: String?
    public var bytes: Int
    /// The SHA-256 of the file, in hexadecimal.
    public var sha256: String
    public var schema: Int
    public var users: Int
    public var rooms: Int
    public var messages: Int
    /// True for a copy that an administrator asked a running server for: it counts apart from the others when the
    /// oldest are removed.
    public var isOnDemand: Bool?

    /// Returns the path of a copy's receipt.
    public static func path(of copy: String) -> String { "\(copy).json" }

    /// Returns the receipt of a copy, or nil where there is none.
    /// - Throws: ``DatabaseFault`` where there is one that cannot be read.
    static func beside(_ copy: String) throws(DatabaseFault) -> BackupReceipt? {
        let path = path(of: copy)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = try? Files.open(path).read(upToCount: Limits.filePieceBytes),
            let receipt = try? JSONDecoder().decode(BackupReceipt.self, from: data)
        else { throw DatabaseFault(path: path, reason: .system("it is not a backup's receipt")) }
        return receipt
    }

    func write(beside copy: String) throws {
        let path = Self.path(of: copy)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let temporary = "\(path).partial"
        let made = FileManager.default.createFile(
            atPath: temporary, contents: try encoder.encode(self) + Data("\n".utf8),
            attributes: [.posixPermissions: 0o600])
        do {
            guard made else { throw DatabaseFault(path: path, reason: .system("it cannot be written")) }
            try Files.sync(temporary)
            try Files.rename(temporary, to: path)
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw error
        }
    }
}

extension BackupReceipt {
    init(_ proof: BackupProof, time: String?, isOnDemand: Bool? = nil) {
        self.time = time
        bytes = proof.bytes
        sha256 = proof.sha256
        schema = proof.contents.schema
        users = proof.contents.users
        rooms = proof.contents.rooms
        messages = proof.contents.messages
        self.isOnDemand = isOnDemand
    }
}
