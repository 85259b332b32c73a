import SnugChat

/// Rooms, their members and their messages.
extension Schema {
    static let roomName: Schema = .text(characters: 1...Limits.roomNameCharactersMax, pattern: #"\S"#)
        .described("One line of text. White space at its ends does not count.")
    static let roomKind: Schema = .component("RoomKind", .choice(Room.Kind.self))
    static let notify: Schema = .component(
        "Notify", .choice([Member.Notify.everything, .mentions, .nothing].map(\.rawValue)))
    static let epoch: Schema = .component(
        "Epoch",
        .string.described(
            "The name of the log that every `seq` and `rev` belongs to. A restored copy has another: a client that "
                + "knows another name forgets them and fetches anew."))
    private static let welcomes: Schema = .bool.described("True for the room where newcomers land; left out otherwise.")
    static let content: Schema = .text(characters: 1...Limits.contentBytesMax, pattern: #"\S"#)
        .described(
            "Plain text of at most \(Limits.contentBytesMax) bytes of UTF-8, not only white space and without NUL.")
    /// The text of a message that may carry files.
    static let contentBesideFiles: Schema = .text(characters: 0...Limits.contentBytesMax)
        .described(
            "Plain text of at most \(Limits.contentBytesMax) bytes of UTF-8 and without NUL; only white space where "
                + "there are files beside it.")
    static let clientID: Schema = .text(pattern: "^[A-Za-z0-9_-]{1,\(Limits.clientIDBytesMax)}$")

    static let message: Schema = .component(
        "Message",
        .object([
            "type": .choice(["message"]), "id": .id, "room_id": .id,
            "seq": .id.described("The message's number in its room."),
            "user_id": .id,
            "content": .string.described("Plain text, as it was sent; empty once deleted."),
            "timestamp": .time, "client_id?": .clientID,
            "reply_to?": .id.described("The `seq` of the message that it answers."),
            "edited_at?": .time, "deleted_at?": .time,
            "rev": .count.described("The number of its latest change in the room; 0 while it is as it was sent."),
            "attachments?": .list(of: .attachment, countMax: Limits.attachmentsPerMessageMax),
            "reactions?": .list(
                of: .object(["emoji": .string, "user_ids": .list(of: .id)]), countMax: Limits.reactionsMax),
        ]))

    static let messagePage: Schema = .component(
        "MessagePage",
        .object([
            "messages": .list(of: .message, countMax: Limits.pageMessagesMax).described("By ascending `seq`."),
            "has_more": .bool,
        ]))

    static let changePage: Schema = .component(
        "ChangePage",
        .object([
            "messages": .list(of: .message, countMax: Limits.pageMessagesMax).described("By ascending `rev`."),
            "last_rev": .count.described("A client that has the page knows every change up to this one."),
            "has_more": .bool,
        ]))

    static let member: Schema = .component(
        "Member",
        .object([
            "user_id": .id, "name": .string, "role": .choice([Member.Role.owner, .member].map(\.rawValue)),
            "read_seq": .count.described(
                "Everything up to this `seq` has been read; of others, the furthest that was told."),
            "joined_at": .time, "online": .bool, "picture_url?": .pictureURL,
        ]))

    private static let roomMembers = properties([
        "id": .id, "name": .string.described("The room's name; a direct room has the other person's."),
        "kind": .roomKind, "is_private": .bool.described("True for a direct room."), "created_by": .id,
        "created_at": .time,
        "last_seq": .count.described("The number of the newest message; 0 while there is none."),
        "last_rev": .count.described("The number of the newest change; 0 while there is none."),
        "read_seq": .count, "unread": .count,
        "mentions": .count.described(
            "Unread messages that call the caller, counted up to \(Limits.mentionsCountedMax)."),
        "muted": .bool, "notify?": .notify,
        "notify_until?": .time.described("The moment from which on `notify` is `notify_after`; without one it stays."),
        "notify_after?": .notify,
        "pinned?": .bool.described("True where it stands at the top of the caller's list; for members alone."),
        "user_id?": .id.described("The other person of a direct room."),
        "deactivated?": .bool.described("True for a direct room whose other is out of use; left out otherwise."),
        "member_count": .count, "last_message": .message.orNull, "last_activity_at": .time,
        "welcomes?": welcomes,
    ])

    static let room: Schema = .component("Room", .object(roomMembers))

    static let roomDetail: Schema = .component(
        "RoomDetail",
        .object(roomMembers + properties(["members": .list(of: .member).described("By time of joining.")])))

    static let openRoom: Schema = .component(
        "OpenRoom", .object(["id": .id, "name": .string, "member_count": .count, "last_activity_at": .time]))

    static let roomFromOutside: Schema = .component(
        "RoomFromOutside",
        .object([
            "id": .id, "name": .string.described("Empty for a direct room."), "kind": .roomKind,
            "created_by": .id.orNull.described("Null for a direct room."), "created_at": .time,
            "last_seq": .count, "member_count": .count, "last_activity_at": .time, "welcomes?": welcomes,
        ]))
}
