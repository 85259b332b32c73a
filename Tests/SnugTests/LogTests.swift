import FoundationEssentials
import Logging
import SnugChat
import Testing

@testable import snug

@Suite struct `The log` {
    private let time = Date(timeIntervalSince1970: 1_700_000_000.25)

    private func line(_ format: Log.Format, _ message: String = "Mail sent", _ metadata: Logger.Metadata = ["to": "a"])
        -> String
    {
        Log(format: format, level: LiveLogLevel(.info)).line(.warning, message, metadata, at: time)
    }

    @Test func `is for people, machines and the journal`() {
        #expect(line(.text) == "2023-11-14T22:13:20.250Z warning Mail sent to=a")
        #expect(line(.journald) == "<4>Mail sent to=a")
        #expect(
            line(.json)
                == #"{"level":"warning","message":"Mail sent","time":"2023-11-14T22:13:20.250Z","to":"a"}"#)
    }

    @Test(arguments: Log.Format.allCases)
    func `gives nobody a line of their own`(format: Log.Format) {
        let line = line(format, "Mail sent", ["to": "a\r\n<0>Everything is lost\u{2028}\u{0}\u{9B}2J\u{202E}"])
        #expect(!line.hasControlCharacter)
    }

    @Test func `has its own priority on each line of what is printed beside it`() {
        #expect(
            Console.prioritised("--- mail\n\n<3>Error: /etc/a cannot be read.\n", 6)
                == "<6>--- mail\n<6><3>Error: /etc/a cannot be read.\n")
    }

    @Test func `changes its level for loggers that are there`() {
        let level = LiveLogLevel(.info)
        let logger = Logger(label: "snug") { _ in Log(format: .text, level: level) }
        level.value = .error
        #expect(logger.logLevel == .error)
    }
}
