import SnugChat
import Testing

@testable import snug

@Suite struct `The night's backup` {
    /// Midnight of 1970-01-11.
    let midnight = Timestamp(seconds: 10 * 86_400)

    func at(_ hours: Int, _ minutes: Int = 0) -> Timestamp { midnight + .seconds(hours * 3_600 + minutes * 60) }

    @Test func `is due once its time has come, once`() throws {
        let time = try #require(BackupTime("02:30"))
        #expect(!time.isDue(after: at(0), hasFailed: false, at: at(2, 29)))
        #expect(time.isDue(after: at(0), hasFailed: false, at: at(2, 30)))
        #expect(!time.isDue(after: at(2, 30), hasFailed: false, at: at(23)))
        #expect(!time.isDue(after: at(2, 30), hasFailed: false, at: at(26, 29)))
        #expect(time.isDue(after: at(2, 30), hasFailed: false, at: at(26, 30)))
    }

    @Test func `is made up for when the server was off at its time`() throws {
        let time = try #require(BackupTime("02:30"))
        #expect(time.isDue(after: at(-30), hasFailed: false, at: at(1)))
        #expect(time.isDue(after: at(2, 29), hasFailed: false, at: at(20)))
    }

    @Test func `is tried again an hour after it failed`() throws {
        let time = try #require(BackupTime("02:30"))
        #expect(!time.isDue(after: at(2, 30), hasFailed: true, at: at(3, 29)))
        #expect(time.isDue(after: at(2, 30), hasFailed: true, at: at(3, 30)))
    }

    @Test func `is due after a try that lies ahead: the clock was wrong then`() throws {
        let time = try #require(BackupTime("02:30"))
        #expect(time.isDue(after: at(48), hasFailed: false, at: at(3)))
        #expect(time.isDue(after: at(48), hasFailed: true, at: at(3)))
        #expect(!time.isDue(after: at(3), hasFailed: false, at: at(3)))
    }

    @Test func `can be off`() throws {
        let time = try #require(BackupTime("off"))
        #expect(!time.isDue(after: at(-1_000), hasFailed: true, at: at(0)))
    }

    @Test(arguments: ["", "2:30", "24:00", "12:60", "02:30:00", "never", "-1:00"])
    func `has no other spelling`(text: String) {
        #expect(BackupTime(text) == nil)
    }
}
