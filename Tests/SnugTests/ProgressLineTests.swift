import SnugChat
import Testing

@testable import snug

@Suite struct `The line about long work` {
    private var line = ProgressLine()

    private mutating func text(
        _ part: WorkProgress.Part, _ done: Int = 0, of total: Int? = nil, after seconds: Double, columns: Int = 79
    ) -> String? {
        line.text(for: WorkProgress(part, done: done, of: total), after: .seconds(seconds), columns: columns)
    }

    @Test mutating func `says nothing in the first second`() {
        #expect(text(.copying, 1, of: 2, after: 0.9) == nil)
        #expect(text(.copying, 1, of: 2, after: 1) != nil)
    }

    @Test mutating func `says what, how much of how much, and how long yet`() {
        _ = text(.copying, 0, of: 480_000_000, after: 0)
        let half = text(.copying, 120_000_000, of: 480_000_000, after: 4)
        #expect(half == "Copying: 120 MB of 480 MB, 25 %, 12 s left")
        #expect(
            text(.copying, 480_000_000, of: 480_000_000, after: 16) == "Copying: 480 MB of 480 MB, 100 %, 0 s left")
    }

    @Test mutating func `counts each part's time by itself`() {
        _ = text(.copying, 0, of: 100, after: 0)
        #expect(
            text(.hashing, 50_000_000, of: 100_000_000, after: 60) == "Computing the SHA-256: 50 MB of 100 MB, 50 %")
        let later = text(.hashing, 75_000_000, of: 100_000_000, after: 63)
        #expect(later == "Computing the SHA-256: 75 MB of 100 MB, 75 %, 1 s left")
    }

    @Test mutating func `guesses nothing where there is no measure: the time that has passed is all that is known`() {
        _ = text(.checking, after: 0)
        #expect(text(.checking, after: 7) == "Checking every page: 7 s")
        #expect(text(.checking, after: 300) == "Checking every page: 5 min")
        #expect(text(.upgrading, after: 301) == "Upgrading the database: 0 s")
        _ = text(.reading, after: 400)
        #expect(text(.reading, 12_000_000, after: 403) == "Reading: 12 MB, 3 s")
    }

    @Test mutating func `counts passwords, messages and rows`() {
        _ = text(.passwords, of: 300, after: 0)
        #expect(text(.passwords, 12, of: 300, after: 4) == "Making passwords ready: 12 of 300, 4 %, 96 s left")
        _ = text(.messages, of: 1_000_000, after: 5)
        #expect(
            text(.messages, 1_000, of: 1_000_000, after: 105) == "Importing messages: 1000 of 1000000, 0 %, 27 h left")
        _ = text(.moving, of: 200, after: 106)
        #expect(text(.moving, 100, of: 200, after: 109) == "Moving rows: 100 of 200, 50 %, 3 s left")
        _ = text(.comparing, of: 200, after: 110)
        #expect(text(.comparing, 100, of: 200, after: 113) == "Comparing rows: 100 of 200, 50 %, 3 s left")
    }

    @Test(arguments: [
        (79, "Copying: 120 MB of 480 MB, 25 %, 12 s left"), (41, "Copying: 120 MB of 480 MB, 25 %"),
        (30, "Copying: 25 %"), (12, "Copying"), (4, "Copy"),
    ])
    mutating func `is never longer than the terminal is wide`(columns: Int, expected: String) {
        _ = text(.copying, 0, of: 480_000_000, after: 0)
        #expect(text(.copying, 120_000_000, of: 480_000_000, after: 4, columns: columns) == expected)
    }

    @Test mutating func `is none on a terminal without columns`() {
        #expect(text(.checking, after: 9, columns: 0) == nil)
    }
}
