import Foundation
import SnugChat
import SystemPackage

/// A file by what nobody can give another one: its device and inode.
struct FileIdentity: Sendable, Hashable {
    var device: UInt64
    var inode: UInt64

    /// Looks at the file that a path leads to; nil where there is none.
    init?(at path: String) {
        guard let status = try? FilePath(path).stat() else { return nil }
        self.init(device: UInt64(status.deviceID.rawValue), inode: UInt64(status.inode.rawValue))
    }

    init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }

    /// A line of `/proc/locks`: `1: FLOCK  ADVISORY  WRITE 4321 08:01:262159 0 EOF` (proc(5)).
    struct Lock: Sendable, Hashable {
        var kind: Substring
        var isForWriting: Bool
        var process: Int32
        /// The device and the inode, as the kernel prints them.
        var file: Substring
        /// The bytes that are locked.
        var range: ClosedRange<Int>

        /// Reads a line; nil for a process that waits for a lock, and for one that is out of sight.
        init?(_ line: Substring) {
            let fields = line.split(separator: " ")
            guard fields.count >= 8, fields[1] != "->", let process = Int32(fields[4]), process > 0,
                let first = Int(fields[6]), case let last = Int(fields[7]) ?? .max, first <= last
            else { return nil }
            (kind, isForWriting, self.process, file) = (fields[1], fields[3] == "WRITE", process, fields[5])
            range = first...last
        }
    }

    /// Returns the locks on this file.
    ///
    /// The device that the kernel prints is not that of stat(2) on every file system (btrfs, overlay): there a process
    /// counts that has the file open, as far as this user may see it. Inode numbers alone anybody can have, too.
    /// - Parameter isOpen: returns true if a process has this file open.
    func locks(in table: String, isOpen: (Int32) -> Bool) -> [Lock] {
        table.split(separator: "\n").compactMap(Lock.init).filter { lock in
            lock.file == name || lock.file.split(separator: ":").last == "\(inode)" && isOpen(lock.process)
        }
    }

    /// Returns the locks on this file that the system has now.
    ///
    /// The table is handed out a page at a time: one that others change meanwhile may leave a lock out.
    func locks() -> [Lock] {
        var found: [Lock] = []
        for _ in 0..<Limits.lockTableReads {
            guard let table = try? String(contentsOfFile: "/proc/locks", encoding: .utf8) else { break }
            for lock in locks(in: table, isOpen: isOpen) where !found.contains(lock) { found.append(lock) }
        }
        return found
    }

    /// Returns true if a process has this file open, where this user may see that.
    private func isOpen(in process: Int32) -> Bool {
        let folder = "/proc/\(process)/fd"
        let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return descriptors.contains { FileIdentity(at: "\(folder)/\($0)") == self }
    }

    /// The file as the kernel prints it: `08:01:262159`, with the device's numbers in hexadecimal (makedev(3)).
    private var name: String {
        func text(_ number: UInt64) -> String { (number < 16 ? "0" : "") + String(number, radix: 16) }
        let major = device >> 8 & 0xfff | device >> 32 & ~0xfff
        let minor = device & 0xff | device >> 12 & ~0xff
        return "\(text(major)):\(text(minor)):\(inode)"
    }
}
