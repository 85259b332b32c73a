import Crypto
import Foundation
import Glibc
import SnugChat

/// The file operations of backup and restore.
enum Files {
    static func sync(_ path: String) throws(DatabaseFault) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        defer { if descriptor >= 0 { _ = close(descriptor) } }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw DatabaseFault(path: path, reason: .system(FileLock.lastError))
        }
    }

    /// Gives a file its name in one step that survives a power cut.
    static func rename(_ old: String, to new: String) throws(DatabaseFault) {
        guard unsafe Glibc.rename(old, new) == 0 else {
            throw DatabaseFault(path: new, reason: .system(FileLock.lastError))
        }
        try sync(URL(fileURLWithPath: new).deletingLastPathComponent().path)
    }

    static func bytes(of path: String) throws(DatabaseFault) -> Int {
        guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int else {
            throw DatabaseFault(path: path, reason: .system("it cannot be read"))
        }
        return size
    }

    static func sha256(of path: String) throws -> String {
        var digest = SHA256()
        try pieces(of: path) { digest.update(data: $0) }
        return hexadecimal(digest.finalize())
    }

    /// Reads a file from its beginning to its end, a bounded piece at a time.
    static func pieces(of path: String, _ take: (Data) throws -> Void) throws {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw DatabaseFault(path: path, reason: .system(FileLock.lastError))
        }
        defer { try? file.close() }
        while let piece = try file.read(upToCount: Limits.filePieceBytes), !piece.isEmpty { try take(piece) }
    }

    static func hexadecimal(_ digest: SHA256Digest) -> String {
        digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
