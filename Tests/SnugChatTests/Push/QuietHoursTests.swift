import Testing

@testable import SnugChat

@Suite struct `Quiet hours` {
    private func hours(_ from: String, _ to: String, _ zone: String) throws -> QuietHours {
        try QuietHours(typedFrom: from, to: to, timeZone: zone)
    }

    private func winter(at time: String) throws -> Timestamp {
        winter + .seconds(60 * (try #require(TimeOfDay(time)).minutes))
    }

    /// Midnight of 2026-11-22, UTC.
    private let winter = Timestamp(seconds: 1_795_305_600)
    /// Midnight of 2026-07-01, UTC.
    private let summer = Timestamp(seconds: 1_782_864_000)

    @Test(arguments: [("00:00", true), ("06:59", true), ("07:00", false), ("21:59", false), ("22:00", true)])
    func `go over midnight`(_ time: String, _ isQuiet: Bool) throws {
        #expect(try hours("22:00", "07:00", "UTC").contains(try winter(at: time)) == isQuiet)
    }

    @Test(arguments: [("12:59", false), ("13:00", true), ("13:59", true), ("14:00", false)])
    func `begin with the first moment and end before the last`(_ time: String, _ isQuiet: Bool) throws {
        #expect(try hours("13:00", "14:00", "UTC").contains(try winter(at: time)) == isQuiet)
    }

    @Test func `are those of the place, in summer too`() throws {
        let nights = try hours("22:00", "07:00", "Europe/Berlin")
        #expect(nights.contains(winter + .seconds(21 * 3_600)) && !nights.contains(winter + .seconds(6 * 3_600)))
        #expect(nights.contains(summer + .seconds(20 * 3_600)) && !nights.contains(summer + .seconds(5 * 3_600)))
        #expect(!nights.contains(winter + .seconds(20 * 3_600)))
        let west = try hours("22:00", "07:00", "America/Los_Angeles")
        #expect(west.contains(winter + .seconds(6 * 3_600)) && !west.contains(winter + .seconds(5 * 3_600)))
    }

    @Test func `end for whoever waits`() throws {
        let nights = try hours("22:00", "07:00", "Europe/Berlin")
        #expect(nights.end(ofThoseAt: try winter(at: "21:30")) == winter + .seconds(86_400 + 6 * 3_600))
        #expect(nights.end(ofThoseAt: (try winter(at: "05:59")) + .seconds(59)) == winter + .seconds(6 * 3_600))
        #expect(nights.end(ofThoseAt: try winter(at: "06:00")) == nil)
    }

    @Test func `have no end of time`() throws {
        let nights = try hours("22:00", "07:00", "Pacific/Kiritimati")
        for moment in [Timestamp(rawValue: .min), Timestamp(rawValue: .max), Timestamp(rawValue: -1)] {
            _ = nights.contains(moment)
        }
    }
}
