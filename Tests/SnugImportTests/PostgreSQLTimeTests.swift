import Foundation
import SnugChat
import Testing

@testable import SnugImport

@Suite("Times of PostgreSQL") struct PostgreSQLTimeTests {
    private let berlin = TimeZone(identifier: "Europe/Berlin") ?? .gmt

    @Test(arguments: [
        ("1970-01-01", 0), ("1970-01-01 00:00:00", 0), ("2024-02-29 23:59:60", 1_709_251_200_000_000),
        ("2025-03-01 12:34:56.789", 1_740_832_496_789_000), ("2025-03-01 12:34:56.1234567", 1_740_832_496_123_456),
        ("2025-03-01T12:34:56Z", 1_740_832_496_000_000), ("2025-03-01 12:34:56+00", 1_740_832_496_000_000),
        ("2025-03-01 18:04:56+05:30", 1_740_832_496_000_000), ("2025-03-01 07:34:56-05", 1_740_832_496_000_000),
        (" 2025-03-01 12:34 ", 1_740_832_440_000_000),
    ])
    func `moments are read`(text: String, micros: Int64) {
        #expect(PostgreSQLTime.parse(text, in: .gmt) == Timestamp(rawValue: micros))
    }

    @Test(arguments: [
        ("2025-01-15 12:00:00", "2025-01-15 11:00:00Z"), ("2025-07-15 12:00:00", "2025-07-15 10:00:00Z"),
        ("2025-03-30 01:59:59", "2025-03-30 00:59:59Z"), ("2025-03-30 03:00:00", "2025-03-30 01:00:00Z"),
        ("2025-07-15 12:00:00+00", "2025-07-15 12:00:00Z"),
    ])
    func `a wall clock's time is that of its zone`(text: String, moment: String) {
        #expect(PostgreSQLTime.parse(text, in: berlin) == PostgreSQLTime.parse(moment, in: .gmt))
    }

    @Test(arguments: [
        "", "infinity", "-infinity", "yesterday", "2025", "2025-13-01", "2025-00-10", "2025-02-29", "1969-12-31",
        "12025-01-01", "2025-01-01 24:00:00", "2025-01-01 10:60:00", "2025-01-01 10:00:61", "2025-01-01 10:00:00 BC",
        "2025-01-01 10:00:00+1", "٢٠٢٥-01-01", "2025-01-01 1٠:00:00", "0044-03-15 12:00:00 BC",
        "1970-01-01 00:00:00+01",
    ])
    func `what is no moment is none`(text: String) {
        #expect(PostgreSQLTime.parse(text, in: .gmt) == nil)
    }
}
