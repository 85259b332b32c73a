import SnugChat
import SystemPackage

/// The bytes of a file, read one after the other, however long it is.
struct ByteReader: ~Copyable {
    let path: String
    /// The line of the next byte, from 1.
    private(set) var line = 1
    private let file: FileDescriptor
    private let isOwn: Bool
    private var buffer: [UInt8]
    private var next = 0
    private var count = 0
    private let monitor: ProgressMonitor
    /// The bytes of the file; nil where it does not say.
    private let total: Int?
    /// The bytes that were read into the buffer, over all its fillings.
    private var done = 0

    /// - Parameter path: `-` is standard input.
    /// - Throws: ``ImportFault/unreadable(path:reason:)``
    init(path: String, _ monitor: ProgressMonitor = ProgressMonitor()) throws(ImportFault) {
        self.path = path
        self.monitor = monitor
        isOwn = path != "-"
        do {
            file = unsafe isOwn ? try FileDescriptor.open(path, .readOnly, options: .closeOnExec) : .standardInput
        } catch {
            throw .unreadable(path: path, reason: "\(error)")
        }
        buffer = [UInt8](repeating: 0, count: 1 << 16)
        total = Self.bytes(of: file)
    }

    deinit { if isOwn { try? file.close() } }

    /// Returns the next byte, which stays the next, or nil at the end of the file.
    mutating func peek() throws(ImportFault) -> UInt8? {
        if next == count {
            do {
                try monitor.note(.init(.reading, done: done, of: total))
                count = try unsafe buffer.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
            } catch {
                throw .unreadable(path: path, reason: "\(error)")
            }
            next = 0
            done += count
            if count == 0 { return nil }
        }
        return buffer[next]
    }

    /// Returns true if these are the next bytes; for the start of a file, where a whole buffer is there.
    mutating func starts(with text: String) throws(ImportFault) -> Bool {
        try peek() != nil && buffer[next..<count].starts(with: Array(text.utf8))
    }

    mutating func take() throws(ImportFault) -> UInt8? {
        guard let byte = try peek() else { return nil }
        next += 1
        if byte == UInt8(ascii: "\n") { line += 1 }
        return byte
    }

    /// Returns the bytes up to the end of the line, which is taken too, or nil at the end of the file.
    mutating func takeLine(max bytesMax: Int) throws(ImportFault) -> [UInt8]? {
        guard try peek() != nil else { return nil }
        var found: [UInt8] = []
        while let byte = try take(), byte != UInt8(ascii: "\n") {
            found.append(byte)
            if found.count > bytesMax { throw broken("a row of more than \(bytesMax) bytes") }
        }
        if found.last == UInt8(ascii: "\r") { found.removeLast() }
        return found
    }

    /// Passes over the bytes up to the end of the line, however many.
    /// - Returns: the first of them, or nil at the end of the file.
    mutating func skipLine(keeping count: Int = 0) throws(ImportFault) -> [UInt8]? {
        guard try peek() != nil else { return nil }
        var found: [UInt8] = []
        while let byte = try take(), byte != UInt8(ascii: "\n") {
            if found.count < count { found.append(byte) }
        }
        return found
    }

    private static func bytes(of file: FileDescriptor) -> Int? {
        guard let status = try? file.stat(), status.type == .regular else { return nil }
        return Int(status.size)
    }

    func broken(_ what: String) -> ImportFault { .broken(path: path, line: line, what: what) }
}
