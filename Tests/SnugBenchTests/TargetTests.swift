import Foundation
import Testing

@testable import snug_bench

@Suite("Targets of a load") struct TargetTests {
    @Test func `a process's name may hold anything`() throws {
        let fields = (["S"] + (4...52).map { "\($0)" }).joined(separator: " ")
        let stat = try #require(ProcessStat(parsing: "42 (evil) 1 2 (name)) \(fields)\n"))
        #expect(stat.cpuTicks == 14 + 15)
        #expect(stat.startedAtTicks == 22)
        #expect(stat.residentPages == 24)
        #expect(ProcessStat(parsing: "42 (x) S 1") == nil)
        #expect(ProcessStat(parsing: "") == nil)
    }

    @Test func `this process is there and uses memory`() throws {
        let own = try #require(WatchedProcess.current)
        #expect(own.cpuSeconds != nil)
        #expect(try #require(own.residentBytes) > 1_000_000)
        #expect(WatchedProcess(pid: 0x3FFF_FFFF) == nil)
    }

    @Test func `memberships become a seating`() throws {
        let lines = [(1, 10), (1, 11), (2, 10), (2, 11), (3, 12)].map { room, user in
            #"{"room_id":\#(room),"user_id":\#(user),"token":"t\#(room)\#(user)"}"#
        }
        let memberships = try Membership.parse(Data(lines.joined(separator: "\n").utf8))
        var load = Load(name: "x", rooms: 2, members: 2, inFlight: 1, contentBytes: 1, subject: .deliveries)
        let seating = try Seating.among(memberships, for: load)
        #expect(seating.rooms.map(\.id) == [1, 2])
        #expect(seating.rooms.map(\.tokens) == [["t110", "t111"], ["t210", "t211"]])
        load.rooms = 3
        #expect(throws: SocketFault.self) { try Seating.among(memberships, for: load) }
    }

    @Test(arguments: [
        ("http://127.0.0.1:8080", "127.0.0.1", 8080), ("http://localhost", "localhost", 80),
        ("http://localhost:1/x", "localhost", 1),
    ])
    func `an endpoint is read from a URL`(url: String, host: String, port: Int) {
        #expect(ServerAddress(url: url) == ServerAddress(host: host, port: port))
    }

    @Test(arguments: ["", "https://x", "localhost:80", "http://"])
    func `what is no http URL is no endpoint`(url: String) {
        #expect(ServerAddress(url: url) == nil)
    }
}
