import ArgumentParser
import Testing

@testable import snug_bench

@Suite struct `Loads on several nodes` {
    @Test func `seat the members of a room at all nodes, and those who talk too`() {
        let load = Load(name: "x", rooms: 3, members: 2, inFlight: 1, contentBytes: 1, subject: .deliveries)
        let seating = Seating.atFloor(load)
        #expect(seating.seats(at: 2).map(\.node) == [0, 1, 1, 0, 0, 1])
        #expect(seating.seats(at: 1).map(\.node) == [0, 0, 0, 0, 0, 0])
        #expect(seating.seats(at: 2).map(\.token) == seating.rooms.flatMap(\.tokens))
    }

    @Test func `tell deliveries to other nodes apart`() throws {
        let load = Load(name: "x", rooms: 1, members: 3, inFlight: 1, contentBytes: 1, subject: .deliveries)
        func figures(_ latencies: [(milliseconds: UInt64, isCrossing: Bool)]) -> Figures {
            let tally = Tally { _ in }
            for latency in latencies {
                tally.heard(
                    isAcknowledgement: false, nanoseconds: latency.milliseconds * 1_000_000,
                    isCrossing: latency.isCrossing)
            }
            return Figures(load: load, target: "snug", seconds: 1, counts: tally.counts)
        }
        let one = figures([(2, false), (2, false), (2, false)])
        #expect(one.acrossNodes == nil)
        let across = try #require(figures([(1, false), (3, true), (3, true)]).acrossNodes)
        #expect(across.count == 2)
        #expect(try #require(across.ratio(to: one)).rounded() == 2)
        #expect(across.load.name == "x, across")
    }

    @Test(arguments: [
        ["--nodes", "0"], ["--nodes", "9"], ["--nodes", "1", "--url", "http://localhost", "--memberships", "x"],
    ])
    func `are refused where there are too many, or the server is another's`(arguments: [String]) {
        for command in ["send", "fanout", "mixed"] {
            #expect(throws: (any Error).self) { try Bench.parseAsRoot([command] + arguments) }
        }
        #expect(throws: Never.self) { try Bench.parseAsRoot(["fanout", "--nodes", "1", "3"]) }
    }
}
