import SnugChat
import SnugPush
import SnugTesting
import Testing

@testable import snug

@Suite struct `The check of pushes` {
    private let now = ManualClock().now

    private func subscription(_ number: Int64, _ failure: PushFailure?, _ age: Duration = .zero) throws
        -> PushSubscription
    {
        let keys = PushKeys(
            p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            auth: "BTBZMqHH6r4Tts7J_aSIgg")
        return PushSubscription(
            id: PushSubscription.ID(number), userID: User.ID(1), sessionID: Session.ID(1),
            target: Push.Target(endpoint: "https://push.example.org/\(number)", keys: try #require(keys)),
            device: "Firefox", language: .english, since: Message.ID(0), createdAt: now,
            failure: failure.map { PushSubscription.Failure(at: now - age, $0) })
    }

    private func findings(_ subscriptions: [PushSubscription]) async throws -> [Finding] {
        let sources = try await SettingSources(flags: [:], environment: [:])
        let mends = Mends(database: "/srv/snug.db", sources: sources, service: nil)
        return Checks.findings(ofFailures: subscriptions, at: now, mends)
    }

    @Test func `tells what most services said lately, and nothing of what is long past`() async throws {
        let (busy, bad) = (PushFailure(status: 503, "busy"), PushFailure(status: 403, "BadJwtToken"))
        let subscriptions = [
            try subscription(1, bad), try subscription(2, bad), try subscription(3, busy), try subscription(4, nil),
            try subscription(5, busy, .seconds(90_000)), try subscription(6, busy, .seconds(90_000)),
        ]
        let found = try await findings(subscriptions)
        #expect(found.map(\.id) == ["push.refused"])
        #expect(found.first?.what == "Of 6 browsers 3 did not get their last push: 403 BadJwtToken")
        #expect(try await findings(Array(subscriptions.suffix(3))) == [])
    }

    @Test func `tells of a service out of reach, and of a clock that is hours off`() {
        let place = "https://push.example.org"
        #expect(Checks.finding(of: .reached(ahead: nil), at: place) == nil)
        #expect(Checks.finding(of: .reached(ahead: .seconds(-3_600)), at: place) == nil)
        let behind = Checks.finding(of: .reached(ahead: .seconds(-7_300)), at: place)
        #expect(behind?.id == "push.clock")
        #expect(behind?.what == "The clock of https://push.example.org differs from this machine's by 2 hours.")
        let gone = Checks.finding(of: .failed(PushFailure("push.example.org: nothing listens there.")), at: place)
        #expect(gone?.id == "push.unreachable")
    }
}
