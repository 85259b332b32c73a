import Foundation

/// The first hundred bytes of a database (SQLite file format §1.3), read without SQLite, which would touch the file.
struct DatabaseHeader {
    private let bytes: [UInt8]

    /// Reads the header of a file and checks that Snug may open it; an empty file has none, and becomes a database.
    /// - Parameter known: the newest schema that the caller can do something with.
    /// - Throws: ``DatabaseFault``
    init(checking path: String, knowing known: Int = Schema.version) throws {
        let file = try Files.open(path)
        defer { try? file.close() }
        do {
            bytes = Array(try file.read(upToCount: 100) ?? Data())
        } catch {
            throw DatabaseFault(path: path, reason: .unreadable)
        }
        guard !isEmpty else { return }
        guard bytes.count == 100, bytes.starts(with: Array("SQLite format 3\0".utf8)) else {
            throw DatabaseFault(path: path, reason: .notADatabase)
        }
        guard number(at: 68) == Schema.applicationID else { throw DatabaseFault(path: path, reason: .notSnug) }
        guard number(at: 60) <= known else {
            throw DatabaseFault(path: path, reason: .newer(schema: Int(number(at: 60)), known: Schema.version))
        }
    }

    var isEmpty: Bool { bytes.isEmpty }

    /// True for a file that no server has opened since it was made as a whole, such as a copy: it has no write-ahead log
    /// (§1.3.3).
    var isOutOfUse: Bool { !isEmpty && bytes[18] == 1 }

    /// Returns true for a file of Snug's that is out of use, as ``isOutOfUse-property`` says; false for any other.
    static func isOutOfUse(_ path: String) -> Bool {
        (try? DatabaseHeader(checking: path, knowing: .max))?.isOutOfUse == true
    }

    private func number(at offset: Int) -> Int32 {
        bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int32($1) }
    }
}
