import Foundation
import SnugChat
import SnugServer
import SystemPackage

/// The samples that are taken when `/metrics` is asked, beside the counters that are kept all along.
struct MetricsSampler: Sendable {
    let store: OpenStore
    let maintenance: Maintenance
    let mailQueue: MailQueue
    let pushQueue: PushQueue
    let hub: Hub
    let gauge: DatabaseGauge

    func samples() async -> [MetricSample] {
        var found = [
            MetricSample(.build, labels: [("version", Version.number)], 1),
            MetricSample(.socketsOpen, Double(hub.openSockets)),
            MetricSample(.uploadsOpen, Double(maintenance.uploadsUnderWay)),
            MetricSample(.writesWaiting, Double(store.writesWaiting)),
            MetricSample(.walBytes, Double(gauge.logBytes)),
        ]
        // A database that does not answer must not hide the rest.
        if let bytes = try? await gauge.databaseBytes() {
            found.append(MetricSample(.databaseBytes, Double(bytes)))
        }
        if let waiting = try? await mailQueue.mailsWaiting() {
            found.append(MetricSample(.mailsWaiting, Double(waiting)))
        }
        if let waiting = try? await pushQueue.pushesWaiting() {
            found.append(MetricSample(.pushesWaiting, Double(waiting)))
        }
        if let bytes = try? await maintenance.fileBytes() {
            found.append(MetricSample(.filesBytes, Double(bytes)))
        }
        if let last = try? await maintenance.backupRecord().lastGood {
            found.append(MetricSample(.lastBackup, Double(last.seconds)))
        }
        return found + Self.process()
    }

    /// Returns the samples of this process, from `/proc/self/stat` and `fd` (proc(5)) and its limit of descriptors.
    private static func process() -> [MetricSample] {
        guard let stat = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8),
            let name = stat.lastIndex(of: ")")
        else { return [] }
        // The first field behind the name, which may hold any character, is the third of proc_pid_stat(5).
        let fields = stat[stat.index(after: name)...].split(separator: " ")
        func field(_ number: Int) -> Double {
            fields.indices.contains(number - 3) ? Double(fields[number - 3]) ?? 0 : 0
        }
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        let page = Double(sysconf(Int32(_SC_PAGESIZE)))
        let booted = Date().timeIntervalSince1970 - ProcessInfo.processInfo.systemUptime
        let files = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
        return [
            MetricSample(.processMemory, field(24) * page),
            MetricSample(.processVirtualMemory, field(23)),
            MetricSample(.processTime, (field(14) + field(15)) / ticks),
            MetricSample(.processStart, (booted + field(22) / ticks).rounded()),
            MetricSample(.processFiles, Double(files)),
        ] + (FileDescriptorLimit.most.map { [MetricSample(.processFilesMax, Double($0))] } ?? [])
    }
}
