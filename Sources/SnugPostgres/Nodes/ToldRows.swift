import SnugChat

/// The rows that lines of the log name, as they now are.
struct ToldRows {
    struct MessageName: Hashable {
        var room: Room.ID
        var seq: Int64
    }

    /// A room as a member of it sees it.
    struct ViewName: Hashable {
        var room: Room.ID
        var user: User.ID
    }

    private(set) var messages: [MessageName: Message] = [:]
    private(set) var summaries: [ViewName: RoomSummary] = [:]
    private(set) var rooms: [Room.ID: Room] = [:]
    private(set) var users: [User.ID: User] = [:]

    /// Reads what events name, each kind by one statement.
    init(of events: some Sequence<ToldEvent>, in store: some StoreView) throws {
        var (messages, views): (Set<MessageName>, Set<ViewName>) = ([], [])
        var (rooms, users): (Set<Room.ID>, Set<User.ID>) = ([], [])
        for event in events {
            switch event {
            case .whole: break
            case .posted(let name), .changed(let name, _): messages.insert(name)
            case .joined(let name): views.insert(name)
            case .renamed(let room): rooms.insert(room)
            case .summaryChanged(let room, let members):
                for member in members { views.insert(ViewName(room: room, user: member)) }
            case .memberChanged(_, let user, _, _, _), .userChanged(let user, _): users.insert(user)
            }
        }
        if !messages.isEmpty {
            for message in try store.messages(messages.map { ($0.room, $0.seq) }) {
                self.messages[MessageName(room: message.roomID, seq: message.seq)] = message
            }
        }
        if !views.isEmpty {
            for (user, summary) in try store.summaries(views.map { ($0.room, $0.user) }) {
                summaries[ViewName(room: summary.room.id, user: user)] = summary
            }
        }
        if !rooms.isEmpty { for room in try store.rooms(Array(rooms)) { self.rooms[room.id] = room } }
        if !users.isEmpty { for user in try store.users(Array(users)) { self.users[user.id] = user } }
    }
}
