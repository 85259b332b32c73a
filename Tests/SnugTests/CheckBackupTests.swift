import SnugStore
import Testing

@testable import SnugChat
@testable import snug

@Suite struct `The check of backups` {
    let now = Timestamp(seconds: 1_795_694_400)
    let plan = BackupPlan(time: .daily(minutes: 150), keep: 14, folder: BackupFolder(path: "/backups"))

    func findings(_ proven: [Timestamp], _ record: BackupRecord) -> [Finding] {
        Checks.findings(proven: proven, record, plan, at: now, take: "take", schedule: "schedule")
    }

    @Test func `goes by the newest that is there`() {
        let found = findings([now - .seconds(3 * 86_400), now - .seconds(3_600)], BackupRecord())
        #expect(found.map(\.level) == [.ok])
    }

    @Test func `knows of the one that another node made`() {
        func found(_ madeBy: String, _ age: Duration, _ proven: [Timestamp] = []) -> [Finding] {
            let made = now - age
            let record = BackupRecord(lastGood: made, lastTry: made, node: madeBy)
            let off = BackupPlan(time: .never, keep: 14, folder: BackupFolder(path: "/backups"))
            return Checks.findings(
                proven: proven, record, off, of: "s1", at: now, take: "take", schedule: "schedule")
        }
        #expect(found("s3", .seconds(3_600)).map(\.level) == [.ok])
        #expect(found("s3", .seconds(3_600))[0].what.contains("s3 made it"))
        #expect(found("s3", .seconds(9 * 86_400)).map(\.id) == ["backup.old"])
        #expect(found("s3", .seconds(9 * 86_400), [now - .seconds(60)]).map(\.level) == [.ok], "one is here")
        #expect(found("s1", .seconds(3_600)).map(\.id) == ["backup.gone"], "its own is not where it was")
    }

    @Test func `does not call a backup from the future new`() {
        let future = now + .seconds(400 * 86_400)
        let found = findings([future], BackupRecord(lastGood: future, lastTry: future))
        #expect(found.map(\.level) == [.warning])
        #expect(found[0].what.contains("dated in the future"))
        #expect(findings([now - .seconds(9 * 86_400), future], BackupRecord())[0].what.contains("9 days old"))
    }

    @Test func `looks for the file that is said to have been made`() {
        let made = now - .seconds(3_600)
        let found = findings([], BackupRecord(lastGood: made, lastTry: made))
        #expect(found.map(\.level) == [.warning])
        #expect(found[0].what.contains("not in /backups any more"))
    }

    @Test func `takes a backup of the second in which another failed for the newer one`() {
        let record = BackupRecord(lastGood: nil, lastTry: now + .milliseconds(500), failure: "the disk was full")
        #expect(findings([now], record).map(\.level) == [.ok])
        #expect(findings([now - .seconds(1)], record).map(\.level) == [.error])
    }

    @Test func `takes none that was made outside of the sandbox for the end of a failure in it`() {
        let record = BackupRecord(lastGood: nil, lastTry: now - .seconds(60), failure: "Read-only file system")
        func found(_ proven: [Timestamp]) -> [Finding] {
            Checks.findings(proven: proven, record, plan, at: now, take: "take", schedule: "schedule", open: "open")
        }
        #expect(found([]).map(\.fix) == ["open"] && found([]).map(\.level) == [.error])
        #expect(found([now]).map(\.fix) == ["open"] && found([now]).map(\.level) == [.warning])
        #expect(findings([now], record).map(\.level) == [.ok])
    }

    @Test func `tells of a failure though it is dated in the future`() {
        let record = BackupRecord(lastGood: nil, lastTry: now + .seconds(86_400), failure: "the disk was full")
        #expect(findings([], record).map(\.level) == [.error])
    }
}
