import Foundation
import Glibc
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
    /// Files, small pictures among them; nil where the receipt is from before there were any.
    public var files: Int?
    /// True for a copy that an administrator asked a running server for: it counts apart from the others when the
    /// oldest are removed.
    public var isOnDemand: Bool?

    /// Returns the path of a copy's receipt.
    public static func path(of copy: String) -> String { "\(copy).json" }

    /// Returns the receipt of a copy, or nil where there is none.
    ///
    /// A copy that is reached by a symbolic link has it beside the link or beside the file.
    /// - Throws: ``DatabaseFault`` where there is one that cannot be read.
    static func beside(_ copy: String) throws(DatabaseFault) -> BackupReceipt? {
        let paths = [path(of: copy), path(of: try Files.target(of: copy))]
        guard let path = paths.first(where: { FileManager.default.fileExists(atPath: $0) }) else { return nil }
        guard let data = try? Files.open(path).read(upToCount: Limits.filePieceBytes),
            let receipt = try? JSONDecoder().decode(BackupReceipt.self, from: data)
        else { throw DatabaseFault(path: path, reason: .noReceipt) }
        return receipt
    }

    /// Returns true where a copy has a receipt that this user may not read.
    static func isHidden(of copy: String) -> Bool {
        !Files.may(R_OK, path(of: copy)) && errno == EACCES
    }

    /// Returns true for a file with a receipt that describes it as it is.
    static func describes(_ copy: String) -> Bool {
        guard let receipt = try? beside(copy), receipt.bytes == (try? Files.bytes(of: copy)) else { return false }
        return (try? Files.sha256(of: copy)) == receipt.sha256
    }

    func write(beside copy: String) throws {
        let path = Self.path(of: copy)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let temporary = "\(path)\(PartialCopy.ending)"
        _ = unsafe unlink(temporary)
        let file = try Files.create(temporary)
        defer { try? file.close() }
        do {
            // Others tell by the lock that it is not left behind.
            let lock = try FileLock(existing: temporary)
            defer { lock.release() }
            try Files.write(try encoder.encode(self) + Data("\n".utf8), to: file, at: path)
            try Files.synchronize(file, at: path)
            try Files.rename(temporary, to: path)
        } catch {
            _ = unsafe unlink(temporary)
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
        files = proof.contents.files
        self.isOnDemand = isOnDemand
    }
}
