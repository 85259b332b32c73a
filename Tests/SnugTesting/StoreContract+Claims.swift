import SnugChat
import Testing

extension StoreContract {
    private static let span: Duration = .seconds(60)

    static let claims: [Clause] = [
        Clause(promise: "work belongs to the node that claimed it, until it gives it up or the claim ends") {
            (store, _) async throws in
            func claim(_ work: SharedWork = .sweep, by node: String, at now: Timestamp = time) async throws -> Bool {
                try await store.write { try $0.claim(work, by: node, for: span, at: now) }
            }
            func release(by node: String) async throws { try await store.write { try $0.release(.sweep, by: node) } }
            #expect(try await claim(by: "one"))
            #expect(try await !claim(by: "other"))
            #expect(try await claim(.backup, by: "other"))
            #expect(try await claim(by: "one", at: time + .seconds(30)))
            #expect(try await !claim(by: "other", at: time + span))
            #expect(try await claim(by: "other", at: time + .seconds(30) + span))
            try await release(by: "one")
            #expect(try await !claim(by: "one", at: time + .seconds(30) + span))
            try await release(by: "other")
            #expect(try await claim(by: "one", at: time + .seconds(30) + span))
            // Made while the clock was ahead.
            #expect(try await claim(by: "other", at: time - Limits.clockStepMax))
        },
        Clause(promise: "a mail is sent by one node, and by another once the first has put it off or not gone on") {
            (store, _) async throws in
            for byte in 1...3 as ClosedRange<UInt8> {
                let at = time - .seconds(10 - Int64(byte))
                try await store.write { _ = try $0.addMail([byte], at: at, expiresAt: time + .seconds(600)) }
            }
            func claim(_ limit: Int = 9, by node: String, at now: Timestamp = time) async throws -> [[UInt8]] {
                try await store.write { try $0.claimMails(at: now, limit: limit, by: node, for: span).map(\.sealed) }
            }
            #expect(try await claim(2, by: "one") == [[1], [2]])
            #expect(try await claim(by: "other") == [[3]])
            #expect(try await claim(by: "one") == [[1], [2]])
            #expect(try await store.read { try $0.nextMailDue(after: time) } == time + span)
            let due = try await store.read { try $0.mailsDue(at: time, limit: 9).map(\.id) }
            try await store.write { store in
                try store.postponeMail(due[0], until: time + .seconds(5), because: "no route")
                #expect(try store.removeMail(due[1], as: .sent))
                #expect(try !store.removeMail(due[1], as: .failed), "it went with another")
            }
            #expect(try await store.read { try $0.nextMailDue(after: time) } == time + .seconds(5))
            #expect(try await claim(by: "other", at: time + .seconds(5)) == [[3], [1]])
            #expect(try await claim(by: "one", at: time + .seconds(5)) == [])
            #expect(try await claim(by: "one", at: time + .seconds(5) + span) == [[3], [1]])
            // Claimed while the clock was ahead.
            #expect(try await claim(by: "one", at: time + .seconds(1_000)) == [[3], [1]])
            #expect(try await claim(by: "other", at: time + .seconds(5)) == [[3], [1]])
        },
    ]
}
