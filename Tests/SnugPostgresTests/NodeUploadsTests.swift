import SnugChat
import SnugTesting
import Testing

@testable import SnugPostgres

@Suite struct `Uploads to nodes on one PostgreSQL` {
    private static let time = Timestamp(seconds: 1_795_363_200)

    private func node(_ name: String, _ place: String) throws -> PostgresStore {
        try PostgresStore(place, as: name, events: NoEvents())
    }

    /// Begins an upload of one byte.
    private func begin(to room: Room.ID, by user: User.ID, at node: PostgresStore) async throws
        -> SnugChat.Attachment.ID
    {
        let new = NewAttachment(roomID: room, name: "a.txt", alt: nil, declaredType: "text/plain", size: 1)
        return try await node.write { try $0.addAttachment(new, by: user, at: Self.time) }
    }

    /// Returns the number of someone's uploads that a node leaves when it starts.
    private func left(of user: User.ID, by node: PostgresStore, begunBefore time: Timestamp) async throws -> Int {
        try await node.write { try $0.removeUnfinishedAttachments(begunBefore: time) }
        return try await node.read { try $0.attachmentsUnclaimed(of: user) }
    }

    @Test func `go on while another node starts, until they cannot be under way any more`() async throws {
        let place = try Cluster.shared.get().place()
        let (one, other) = (try node("one", place), try node("other", place))
        let (ada, room) = try await one.write { store in
            let ada = try store.addUser(
                name: "Ada", email: EmailAddress(stored: "ada@example.org"), passwordHash: "x", role: .owner,
                at: Self.time)
            let room = try store.addRoom(name: "Attic", kind: .group, createdBy: ada.id, at: Self.time)
            try store.addMember(ada.id, to: room, role: .owner, readSeq: 0, at: Self.time)
            return (ada.id, room)
        }
        _ = try await begin(to: room, by: ada, at: one)
        let kept = try await begin(to: room, by: ada, at: other)
        #expect(try await left(of: ada, by: one, begunBefore: Self.time) == 1)
        try await other.write(writing: 1) { try $0.addAttachmentChunk([1], 0, to: kept) }
        // The same node, after its end and under the same name.
        #expect(try await left(of: ada, by: try node("other", place), begunBefore: Self.time) == 0)
        _ = try await begin(to: room, by: ada, at: other)
        #expect(try await left(of: ada, by: one, begunBefore: Self.time + .seconds(1)) == 0)
        one.close()
        other.close()
    }
}
