import SnugChat
import Testing

extension StoreContract {
    static let profiles: [Clause] = [
        Clause(promise: "a picture is read under its own tag alone, and gives way to the next") {
            (store, _) async throws in
            let ada = try await user("Ada", in: store)
            let pictures = [
                Picture(stored: [1, 2, 3], .png), Picture(stored: Array(repeating: 9, count: 200_000), .jpeg),
            ]
            for picture in pictures {
                try await store.write { try $0.setPicture(picture, of: ada.id) }
                #expect(try await store.read { try $0.user(ada.id)?.picture } == picture.tag)
                for other in pictures {
                    let read = try await store.read { try $0.picture(of: ada.id, tag: other.tag) }
                    #expect(read == (other == picture ? picture : nil))
                }
            }
            try await store.write { try $0.setPicture(nil, of: ada.id) }
            #expect(try await store.read { try $0.user(ada.id)?.picture } == nil)
            #expect(try await store.read { try $0.picture(of: ada.id, tag: pictures[1].tag) } == nil)
            // Of nobody, nothing is kept.
            try await store.write { try $0.setPicture(pictures[0], of: User.ID(99)) }
        },
        Clause(promise: "members bear their pictures") { (store, _) async throws in
            let users = [try await user("Ada", in: store), try await user("Ben", in: store)]
            let room = try await room(of: users, in: store)
            let picture = Picture(stored: [1], .webp)
            try await store.write { try $0.setPicture(picture, of: users[1].id) }
            #expect(try await store.read { try $0.members(of: room).map(\.picture) } == [nil, picture.tag])
            let page = try await store.read { try $0.members(of: room, after: nil, limit: 2) }
            #expect(page.map(\.picture) == [nil, picture.tag])
        },
        Clause(promise: "hours without notices are kept as a whole") { (store, _) async throws in
            let ada = try await user("Ada", in: store)
            let night = try QuietHours(typedFrom: "23:59", to: "00:00", timeZone: "Europe/Berlin")
            for quiet in [night, nil] {
                try await store.write { try $0.setQuiet(quiet, of: ada.id) }
                #expect(try await store.read { try $0.user(ada.id)?.quiet } == quiet)
            }
        },
        Clause(promise: "rooms are pinned by each member for themselves, and counted") { (store, _) async throws in
            let users = [try await user("Ada", in: store), try await user("Ben", in: store)]
            let rooms = [try await room(of: users, in: store), try await room(of: users, in: store)]
            for room in rooms { try await store.write { try $0.setPinned(true, of: users[1].id, in: room) } }
            #expect(try await store.read { try $0.roomsPinned(by: users[1].id) } == 2)
            #expect(try await store.read { try $0.roomsPinned(by: users[0].id) } == 0)
            #expect(try await store.read { try $0.member(users[1].id, of: rooms[0])?.isPinned } == true)
            #expect(
                try await store.read { try $0.summaries(for: users[1].id).map(\.membership?.isPinned) } == [true, true])
            try await store.write { store in
                try store.setPinned(false, of: users[1].id, in: rooms[0])
                try store.removeMember(users[1].id, from: rooms[1])
            }
            #expect(try await store.read { try $0.roomsPinned(by: users[1].id) } == 0)
        },
    ]
}
