import Logging
import SnugChat
import SnugStore
import SnugTesting
import Testing

@testable import snug

@Suite struct `The maker of backups` {
    private let log = LogLines()
    private let clock = ManualClock()

    /// Returns one that asks a store whether a backup is due.
    private func maker(asking store: any Store) throws -> BackupService {
        let services = try World.empty(store: { _ in store }).services
        let plan = BackupPlan(time: .daily(minutes: 150), keep: 14, folder: BackupFolder(path: "/proc/backups"))
        return BackupService(
            plan, of: .file(try SQLiteStore.inMemory(events: NoEvents())), maintenance: services.maintenance,
            clock: clock,
            logger: Logger(label: "test", factory: { _ in log }))
    }

    @Test func `says nothing of the night when the database is away at another hour`() async throws {
        try await maker(asking: AbsentStore()).takeIfDue()
        #expect(log.all == "")
    }

    @Test func `says that the night's was not made where it was due`() async throws {
        let store = try SQLiteStore.inMemory(events: NoEvents())
        let maker = try maker(asking: store)
        await maker.takeIfDue()
        try await store.write { try $0.setSetting("last.backup.try", to: "0") }
        await maker.takeIfDue()
        #expect(log.all.contains("The night's backup was not made"))
    }
}
