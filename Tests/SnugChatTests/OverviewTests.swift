import SnugTesting
import Synchronization
import Testing

@testable import SnugChat

/// A disk, backups and checks as a test says.
private final class Machine: DiskGauge, BackupArchive, Inspector {
    let disk: DiskUse?
    let copies: [BackupCopy]
    let found: [Finding]?
    let looks = Mutex(0)

    init(disk: DiskUse? = nil, copies: [BackupCopy] = [], found: [Finding]? = nil) {
        self.disk = disk
        self.copies = copies
        self.found = found
    }

    func use() async -> DiskUse? {
        looks.withLock { $0 += 1 }
        return disk
    }

    func backups() async throws -> [BackupCopy] { copies }
    func takeBackup() async throws -> BackupCopy { throw Refusal.busy }
    func progress() async -> BackupProgress? { nil }
    func open(_ name: String) async throws -> (any OpenBackup)? { nil }
    func findings() async -> (findings: [Finding], checkedAt: Timestamp) {
        Issue.record("the overview took a look of its own")
        return ([], Timestamp(seconds: 0))
    }
    func latestFindings() async -> (findings: [Finding], checkedAt: Timestamp)? {
        found.map { ($0, Timestamp(seconds: 7)) }
    }
    func deliver(_ mail: Mail, with changes: [String: String?]) async throws(MailFault) -> String? { nil }
}

@Suite struct `The overview` {
    private func overview(_ world: World, _ machine: Machine = Machine()) async throws -> Overview {
        try await world.chat.overview(of: machine, machine, machine, for: world.ada)
    }

    private func say(_ count: Int, by caller: Caller, _ world: World) async throws {
        for _ in 0..<count { _ = try await world.chat.post(Draft(roomID: world.lobby, content: "hi"), by: caller) }
    }

    @Test func `has each of the last thirty days, counted or not yet`() async throws {
        let world = try await World()
        try await say(2, by: world.ada, world)
        world.clock.advance(by: .seconds(2 * 86_400))
        try await say(1, by: world.ada, world)
        try await say(3, by: world.ben, world)
        let before = try await overview(world)
        #expect(before.days.count == 30)
        #expect(before.days.map(\.day) == before.days.map(\.day).sorted())
        #expect(before.days.last?.day == Day(of: world.clock.now))
        #expect(before.days.suffix(4).map(\.messages) == [0, 2, 0, 4])
        #expect(before.days.suffix(4).map(\.people) == [0, 1, 0, 2])
        try await world.services.maintenance.countMessages()
        world.clock.advance(by: .seconds(6))
        #expect(try await overview(world).days == before.days)
        try await say(1, by: world.ben, world)
        try await say(1, by: world.cleo, world)
        world.clock.advance(by: .seconds(6))
        let after = try await overview(world)
        #expect(after.days.last.map { [$0.messages, $0.people] } == [6, 3])
        #expect((after.counts.accounts, after.counts.rooms, after.counts.messages) == (3, 2, 8))
    }

    @Test func `is counted in pieces, and nobody twice a day`() async throws {
        let world = try await World()
        try await world.store.write { [ben = world.ben.userID, lobby = world.lobby, now = world.clock.now] store in
            for _ in 0..<(2 * Limits.messagesCountedAtOnce + 1) {
                _ = try store.addMessage(Draft(roomID: lobby, content: "x"), by: ben, at: now)
            }
        }
        try await world.services.maintenance.countMessages()
        let today = Day(of: world.clock.now)
        let figures = try await world.store.read { try $0.dailyFigures(since: today) }
        #expect(figures == [DailyFigures(day: today, messages: 1_001, people: 1)])
        #expect(try await overview(world).days.last == figures.last)
    }

    @Test func `stands for a few seconds, so that asking costs nothing`() async throws {
        let world = try await World()
        let machine = Machine()
        for _ in 1...5 { _ = try await overview(world, machine) }
        #expect(machine.looks.withLock { $0 } == 1)
        try await say(1, by: world.ada, world)
        #expect(try await overview(world, machine).days.last?.messages == 0)
        world.clock.advance(by: .seconds(5))
        #expect(try await overview(world, machine).days.last?.messages == 1)
        // A clock that goes back makes none stand longer.
        world.clock.advance(by: .seconds(-86_400))
        _ = try await overview(world, machine)
        #expect(machine.looks.withLock { $0 } == 3)
    }

    @Test func `is for administrators`() async throws {
        let world = try await World()
        let machine = Machine()
        await #expect(throws: Refusal.self) {
            _ = try await world.chat.overview(of: machine, machine, machine, for: world.ben)
        }
    }

    @Test func `tells when the disk is full at the pace of the last days, where that can be told`() async throws {
        let (gigabyte, world) = (Int64(1_000_000_000), try await World())
        func daysLeft(_ copies: Int) async throws -> Int? {
            world.clock.advance(by: .seconds(6))
            let disk = DiskUse(
                free: 10 * gigabyte, total: 20 * gigabyte, database: gigabyte, backups: gigabyte, copies: copies)
            return try await overview(world, Machine(disk: disk)).daysLeft
        }
        #expect(try await daysLeft(0) == nil)
        for day in 0...3 {
            try await world.services.maintenance.noteDatabaseSize(gigabyte + Int64(day) * 100_000_000)
            // Two days are no pace.
            if day == 2 { #expect(try await daysLeft(0) == nil) }
            if day < 3 { world.clock.advance(by: .seconds(86_400)) }
        }
        // Ten gigabytes at a tenth a day; with two copies that grow too, twelve are shared by three.
        #expect(try await daysLeft(0) == 100)
        #expect(try await daysLeft(2) == 30)
        // What has grown so little is full when nobody knows.
        world.clock.advance(by: .seconds(20 * 86_400))
        for bytes in [2 * gigabyte, 2 * gigabyte + 1] {
            try await world.services.maintenance.noteDatabaseSize(bytes)
            world.clock.advance(by: .seconds(4 * 86_400))
        }
        #expect(try await daysLeft(0) == nil)
    }

    @Test func `forgets the figures that nobody asks for`() async throws {
        let world = try await World()
        try await say(1, by: world.ada, world)
        try await world.services.maintenance.countMessages()
        let day = Day(of: world.clock.now)
        world.clock.advance(by: .seconds(30 * 86_400))
        try await world.services.maintenance.noteDatabaseSize(1)
        #expect(try await world.store.read { try $0.dailyFigures(since: day) }.map(\.day) == [Day(of: world.clock.now)])
    }

    @Test func `has the newest proven backup, and the findings that count`() async throws {
        let world = try await World()
        func copy(_ name: String, _ messages: Int?) -> BackupCopy {
            BackupCopy(name: name, takenAt: nil, bytes: 1, messages: messages)
        }
        func found(_ level: Finding.Level, ignored: Bool = false) -> Finding {
            var finding = Finding(.smtpNone, level, "", why: "", fix: "")
            finding.isIgnored = ignored
            return finding
        }
        let machine = Machine(
            copies: [copy("c", nil), copy("b", 2), copy("a", 1)],
            found: [found(.error), found(.warning), found(.warning), found(.error, ignored: true), found(.ok)])
        let seen = try await overview(world, machine)
        #expect(seen.backup?.name == "b")
        #expect(seen.findings.map { [$0.errors, $0.warnings] } == [1, 2])
        world.clock.advance(by: .seconds(6))
        let unproven = try await overview(world, Machine(copies: [copy("c", nil)]))
        #expect(unproven.backup?.name == "c" && unproven.findings == nil && unproven.disk == nil)
        #expect(unproven.hasRelay)
    }

    @Test func `a day begins at midnight of UTC`() {
        for (seconds, day) in [(0, 0), (86_399, 0), (86_400, 1), (-1, -1), (-86_400, -1), (-86_401, -2)]
            as [(Int64, Int)]
        {
            #expect(Day(of: Timestamp(seconds: seconds)).rawValue == day)
        }
        #expect(Day(rawValue: 2).beginning == Timestamp(seconds: 172_800))
    }
}
