import SnugChat

/// The nouns that administrators see.
extension Schema {
    static let invite: Schema = .component(
        "Invite",
        .object([
            "id": .id, "name": .string, "token": .string, "url": .text(format: "uri"), "created_by": .id,
            "created_at": .time, "expires_at": .time,
            "uses": .count.described("People that it has let in."),
            "uses_max": .integer(1...Int64(Limits.inviteUsesMax)), "room_ids": .list(of: .id),
            "standing?": .bool.described("True for the one that is always there; left out otherwise."),
        ]))

    static let listedInvite: Schema = .component(
        "ListedInvite",
        .object([
            "id": .id, "name": .string,
            "token?": .string.described("Left out, as `url` is, of another administrator's invite; owners see all."),
            "url?": .text(format: "uri"), "created_by": .id, "created_at": .time, "expires_at": .time,
            "uses": .count, "uses_max": .integer(1...Int64(Limits.inviteUsesMax)), "room_ids": .list(of: .id),
            "standing?": .bool,
        ]))

    static let invitation: Schema = .component(
        "Invitation",
        .object([
            "name": .string.described("The purpose of it, in its maker's words; it may be empty."),
            "invited_by": .string.described("The maker's name."),
            "rooms": .list(of: .string).described("The names of the rooms that it leads into."),
            "expires_at": .time, "code": .bool.described("True where registering takes a mailed code."),
        ]))

    static let auditEntry: Schema = .component(
        "AuditEntry",
        .object([
            "id": .id, "at": .time, "act": .choice(AuditEntry.Act.self),
            "actor_id": .id.orNull.described("Null for a command on the server itself, or where nobody was signed in."),
            "user_id": .id.orNull, "address": .string, "detail": .string,
        ]))

    static let setting: Schema = .component(
        "Setting",
        .object([
            "key": .string, "value": .string.orNull.described("Null for a secret, and where nothing is set."),
            "default": .string.orNull, "origin": settingOrigin,
            "place": .string.orNull.described("The flag, variable or file that it comes from."),
            "shape": .string.described("The form of its value."), "meaning": .string, "secret": .bool,
            "writable": .bool.described("True where the caller can change it by this API."),
            "takes_restart": .bool,
            "waiting": .bool.described("True where a change holds from the server's next start on."),
        ]))

    private static let settingOrigin: Schema = .choice(
        [ServerSetting.Origin.flag, .environment, .file, .credential, .database, .defaultValue, .unset]
            .map(\.rawValue))

    static let settings: Schema = .component("Settings", .object(["settings": .list(of: .setting)]))

    static let backup: Schema = .component(
        "Backup",
        .object([
            "name": .string, "taken_at": .time.orNull, "bytes": .count,
            "proven": .bool.described("True once the copy has been opened and counted."),
            "messages": .count.orNull,
        ]))

    static let finding: Schema = .component(
        "Finding",
        .object([
            "id": .string.described(
                "Its stable name, such as smtp.none; of a check that found nothing wrong, such as smtp.ok."),
            "check": .choice(Finding.Check.self), "level": .choice(Finding.Level.self),
            "what": .string, "why": .string.described("Empty where all is well."),
            "fix": .string.described("A command or a sentence; empty where all is well."),
            "ignored": .bool.described("True where the setting check-ignore names it: it counts for nothing."),
        ]))
}
