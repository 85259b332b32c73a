import Foundation

/// The program that listens on a port of this machine, as the system tells of it (proc(5)).
enum PortHolder {
    /// Returns its name and process, `nginx (process 123)`; nil where nobody listens or this user may not see who does.
    static func of(port: Int) -> String? {
        let tables = ["/proc/net/tcp", "/proc/net/tcp6"].compactMap { try? String(contentsOfFile: $0, encoding: .utf8) }
        let sockets = Set(tables.flatMap { inodes(listeningOn: port, in: $0) }.map { "socket:[\($0)]" })
        guard !sockets.isEmpty, let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc") else {
            return nil
        }
        for process in names.compactMap({ Int32($0) }).sorted() where holds(any: sockets, process) {
            let name = (try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8)) ?? "another program"
            return "\(name.trimmingCharacters(in: .newlines)) (process \(process))"
        }
        return nil
    }

    /// Returns the inodes of the sockets that listen on a port, in the form of `/proc/net/tcp`.
    ///
    /// A line of it is `0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 12345 1 …`.
    static func inodes(listeningOn port: Int, in table: String) -> [String] {
        table.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count > 9, fields[3] == "0A",
                fields[1].split(separator: ":").last.flatMap({ Int($0, radix: 16) }) == port
            else { return nil }
            return String(fields[9])
        }
    }

    private static func holds(any sockets: Set<String>, _ process: Int32) -> Bool {
        let folder = "/proc/\(process)/fd"
        let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return descriptors.contains { descriptor in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(descriptor)"))
                .map(sockets.contains) ?? false
        }
    }
}
