import FoundationEssentials
import SnugChat
import SnugMail
import SnugServer
import SnugStore
import SnugTesting
import Testing

@testable import snug

@Suite struct `A check` {
    private static func relay(port: Int) -> SMTPSettings {
        SMTPSettings(
            host: "mail.example.org", port: port, tls: .starttls, from: MailFrom(address: "snug@example.org"),
            ehloName: "chat.example.org")
    }

    private static let database = " --database /srv/snug.db"

    /// The mends of a server without any setting.
    private static var mends: Mends {
        get async throws {
            Mends(
                database: "/srv/snug.db", sources: try await SettingSources(flags: [:], environment: [:]), service: nil)
        }
    }

    private static func fix(port: Int, reachable: Set<Int>) async throws -> String {
        let fault = MailFault(.transient, at: .connect, "mail.example.org:\(port) cannot be reached: it says nothing")
        return Checks.failure(fault, relay(port: port), reachable: reachable, try await mends).fix
    }

    @Test func `names the port of the relay that is open where the one that is set is blocked`() async throws {
        let database = Self.database
        #expect(
            try await Self.fix(port: 25, reachable: [465, 587])
                == "snug config set smtp.tls starttls\(database) && snug config set smtp.port 587\(database)")
        #expect(
            try await Self.fix(port: 587, reachable: [465])
                == "snug config set smtp.tls implicit\(database) && snug config set smtp.port 465\(database)")
        #expect(try await Self.fix(port: 587, reachable: [25]).hasPrefix("Ask your provider to open port 587"))
    }

    @Test(arguments: [
        ("snug@chat.example.org", false), ("snug@localhost", true), ("snug@192.168.1.10", true),
        ("snug@intranet", true),
    ])
    func `complains of a sender whose domain nobody can look up`(address: String, complains: Bool) async throws {
        let found = Checks.findings(ofSender: MailFrom(address: address), try await Self.mends)
        #expect(found.map(\.level) == (complains ? [.warning] : []))
        #expect(found.allSatisfy { $0.fix == "snug config set mail.from ADDRESS\(Self.database)" })
    }

    @Test(arguments: [
        ("chat.example.org", "chat.example.org", true), ("Chat.Example.Org", "chat.example.ORG", true),
        ("*.example.org", "chat.example.org", true), ("*.example.org", "example.org", false),
        ("*.example.org", "a.chat.example.org", false), ("example.org", "chat.example.org", false),
        ("*", "localhost", false),
    ])
    func `knows for which hosts a certificate is`(name: String, host: String, isFor: Bool) {
        #expect(Checks.matches(name, host) == isFor)
    }

    @Test(arguments: [
        (lifeHours: 2_160.0, leftHours: 337.0, isEnding: false), (2_160, 335, true), (144, 25, false), (144, 23, true),
        (12, 3, false), (12, 1, true),
    ])
    func `knows of a certificate for months, days or hours whether it should have been renewed`(
        lifeHours: Double, leftHours: Double, isEnding: Bool
    ) {
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        let until = now.addingTimeInterval(leftHours * 3_600)
        let rest = CertificateValidity(from: until.addingTimeInterval(-lifeHours * 3_600), until: until).rest(at: now)
        #expect(rest == (isEnding ? .seconds(leftHours * 3_600) : nil))
    }

    @Test func `finds a disk that cannot be written to, and one where no more files fit`() {
        func found(_ space: DiskSpace) -> [Finding.Level] {
            Checks.findings(of: space, databaseBytes: 2_000_000_000, in: "/var/lib/snug", seeWhatFills: "du").map(
                \.level)
        }
        #expect(found(DiskSpace(freeBytes: .max, isReadOnly: true)) == [.error])
        #expect(found(DiskSpace(freeBytes: .max, freeFiles: 3)) == [.error])
        #expect(found(DiskSpace(freeBytes: 1_900_000_000)) == [.warning], "a backup does not fit")
        #expect(found(DiskSpace(freeBytes: 2_100_000_000)) == [])
        let small = Checks.findings(
            of: DiskSpace(freeBytes: 900_000_000), databaseBytes: 1_000, in: "/var/lib/snug", seeWhatFills: "du")
        #expect(small.map(\.id) == ["disk.files-full"])
    }

    @Test func `finds that files have little room left, or none`() {
        func found(_ used: Int64, of storage: Int64 = 10 << 30, upTo most: Int64 = 25 << 20) -> [String] {
            var policy = Policy()
            (policy.storage, policy.uploadBytesMax) = (storage, most)
            return Checks.findings(ofFiles: used, by: policy, giveMore: "more").map(\.id)
        }
        #expect(found(0) == [])
        #expect(found(9 << 30) == [])
        #expect(found(9 << 30 + 1) == ["disk.files-low"])
        #expect(found(10 << 30 - 24 << 20) == ["disk.files-full"])
        #expect(found(11 << 30) == ["disk.files-full"])
        #expect(found(10 << 30, upTo: 0) == [], "where none can be sent, none are missed")
        #expect(found(0, of: 10 << 20) == [])
        #expect(found(0, of: 0) == [])
    }

    @Test func `says how a folder that is a link is put where systemd takes it`() {
        let found = Checks.finding(linkedFolder: "/var/lib/snug", to: "../../srv/my data")
        #expect(found.id == "disk.linked" && found.level == .error)
        #expect(found.fix.contains(#"'/srv/my\040data /var/lib/snug none bind 0 0' | sudo tee -a /etc/fstab"#))
    }

    @Test func `reads what the system says of a server and of its memory`() {
        let table = """
            1: POSIX  ADVISORY  READ 11 08:01:77 128 128
            2: FLOCK  ADVISORY  WRITE 22 08:01:78 0 EOF
            3: FLOCK  ADVISORY  WRITE 33 08:01:77 0 EOF
            3: -> FLOCK  ADVISORY  WRITE 44 08:01:77 0 EOF
            """
        let file = FileIdentity(device: 0x801, inode: 77)
        #expect(file.locks(in: table) { _ in false }.map(\.process) == [11, 33])
        let shared = "1: POSIX  ADVISORY  WRITE 55 08:01:77 120 120\n2: POSIX  ADVISORY  READ 66 08:01:77 128 128"
        func writer(_ table: String) -> Int32? { RunningServer.writer(among: file.locks(in: table) { _ in false }) }
        #expect(writer(shared) == 55)
        #expect(writer(shared.replacing("120 120", with: "121 121")) == nil)
        #expect(RunningServer.user(in: "Name:\tsnug\nUid:\t990\t990\t990\t990\nGid:\t1\t1\t1\t1") == 990)
        #expect(RunningServer.user(in: "Uid:\t990\t0\t990\t990") == nil && RunningServer.user(in: "") == nil)
        let process = "9 (a) b) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 9 0 1200 0 0"
        #expect(RunningServer.start(of: process, system: "cpu 1\nbtime 1000\n") == Timestamp(seconds: 1_012))
        #expect(RunningServer.start(of: "rubbish", system: "btime 1000") == nil)
        let limits = """
            Limit                     Soft Limit           Hard Limit           Units
            Max processes             127181               127181               processes
            Max open files            1024                 65536                files
            """
        #expect(RunningServer.descriptors(in: limits) == 65_536)
        #expect(RunningServer.descriptors(in: "rubbish") == nil)
        #expect(Checks.available(in: "MemTotal: 9 kB\nMemAvailable:    1234 kB\n") == 1_234 * 1_024)
    }

    @Test func `finds the memory that the server's control group has left, not this shell's`() throws {
        let root = try TemporaryFolder()
        let folder = root.path + "/system.slice/snug.service"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "67108864\n".write(toFile: folder + "/memory.max", atomically: true, encoding: .utf8)
        try "60000000\n".write(toFile: folder + "/memory.current", atomically: true, encoding: .utf8)
        let groups = "1:name=systemd:/elsewhere\n0::/system.slice/snug.service\n"
        #expect(Checks.available(inGroupOf: groups, below: root.path) == 7_108_864)
        #expect(Checks.available(inGroupOf: "0::/\n", below: root.path) == nil)
        try "max\n".write(toFile: folder + "/memory.max", atomically: true, encoding: .utf8)
        #expect(Checks.available(inGroupOf: groups, below: root.path) == nil)
    }

    @Test func `takes nobody for the server whose file has the number of its database on another disk`() {
        let file = FileIdentity(device: 0x801, inode: 77)
        let table = """
            1: FLOCK  ADVISORY  WRITE 66 00:2f:77 0 EOF
            2: FLOCK  ADVISORY  WRITE 33 00:1d:77 0 EOF
            3: FLOCK  ADVISORY  WRITE 44 00:1d:78 0 EOF
            """
        #expect(file.locks(in: table) { _ in false } == [])
        // The kernel names another device than stat(2) on some file systems.
        #expect(file.locks(in: table) { [33, 44].contains($0) }.map(\.process) == [33])
    }

    @Test func `finds nothing wrong with a clock that only the host can set, and names what would keep one right`() {
        func fixes(_ isSynchronised: Bool?, _ host: Checks.Host) -> [String] {
            Checks.findings(isSynchronised: isSynchronised, host: host).map(\.fix)
        }
        #expect(fixes(false, .container) == [])
        #expect(fixes(true, .withTimeServer) == [] && fixes(nil, .withTimeServer) == [])
        #expect(fixes(false, .withTimeServer) == ["sudo timedatectl set-ntp true"])
        #expect(fixes(false, .withoutTimeServer) == ["sudo apt-get install --yes systemd-timesyncd"])
    }

    @Test func `calls an expired certificate of the proxy broken, with its date and its site`() {
        let until = Date(timeIntervalSince1970: 1_800_000_000)
        let found = Checks.findings(
            of: .expired(CertificateValidity(from: until.addingTimeInterval(-9_000), until: until)),
            site: "https://chat.example.org", listen: "127.0.0.1:8080",
            renewal: { _ in Checks.renewalAtProxy }, at: until)
        #expect(found.map(\.level) == [.error] && found.map(\.id) == ["proxy.invalid"])
        #expect(found.allSatisfy { $0.what.contains("chat.example.org expired on 2027-01-15") })
    }

    @Test func `has a name for each of its complaints, which begins with the check's`() {
        for trouble in Finding.Trouble.allCases {
            #expect(trouble.rawValue.hasPrefix("\(trouble.check.rawValue)."), "\(trouble.rawValue)")
        }
    }
}
