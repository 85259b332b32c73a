/// The catalogue of what is moved. A test of each store holds it against that store's schema: whatever is not here is
/// named there, with the reason.
extension MovedTable {
    /// All tables, each behind those that it refers to.
    public static let all: [MovedTable] =
        accounts + [audit] + rooms + messages + attachments + [codes, mails] + pushes + figures
        + [settings, secrets]

    private static let accounts = [
        MovedTable(
            "users", isNumbered: true,
            """
            id name name_folded email password role created_at last_seen deactivated_at closed_at shows_presence \
            shows_reading picture quiet_from quiet_to quiet_zone mails_missed
            """),
        MovedTable("pictures", "user_id type bytes", rowsAtOnce: Limits.movedPiecesAtOnce),
        MovedTable("registrations", isNumbered: true, "id email name password created_at invite_id entered_from"),
        MovedTable(
            "sessions", isNumbered: true,
            """
            id user_id created_at last_seen expires_at ended_at device address network by_link language push_ended
            """),
        MovedTable(
            "passkeys", isNumbered: true, "id user_id credential_id public_key counter name created_at last_used_at"),
        MovedTable("used_challenges", "challenge expires_at"),
        MovedTable("throttles", "name subject spoken_for", order: "name subject"),
    ]

    static let audit = MovedTable("audit", isNumbered: true, "id at act actor_id user_id address detail")

    private static let rooms = [
        MovedTable(
            "rooms", isNumbered: true,
            """
            id name kind created_by created_at last_seq last_rev last_activity_at activity member_count members_rev \
            welcomes direct_low direct_high
            """),
        MovedTable(
            "room_members",
            "room_id user_id role joined_at read_seq told_seq notify notify_until notify_after pinned",
            order: "room_id user_id"),
        MovedTable(
            "invites", isNumbered: true, "id name created_by created_at expires_at uses_max uses standing"),
        MovedTable("invite_rooms", "invite_id room_id", order: "invite_id room_id"),
        MovedTable("deleted_rooms", "room_id"),
    ]

    private static let messages = [
        MovedTable(
            "messages", isNumbered: true,
            "id room_id seq user_id content timestamp client_id reply_to rev edited_at deleted_at attachments"),
        MovedTable("reactions", "room_id seq emoji user_id created_at", order: "room_id seq emoji user_id"),
        MovedTable("mentions", "user_id room_id seq", order: "user_id room_id seq"),
    ]

    private static let attachments = [
        // Small pictures have none of their own.
        MovedTable(
            "attachments", isNumbered: true,
            """
            id room_id user_id seq position name type size width height alt sha256 preview_id created_at completed_at
            """,
            rootsFirst: "preview_id"),
        MovedTable(
            "attachment_chunks", "attachment_id n bytes", order: "attachment_id n",
            rowsAtOnce: Limits.movedPiecesAtOnce),
        MovedTable("attachment_trash", "id size"),
        MovedTable("attachment_sums", "user_id bytes"),
    ]

    /// The codes, behind which come the mails that some of them are in.
    static let codes = MovedTable(
        "one_time_codes", isNumbered: true,
        """
        id email purpose registration_id user_id network proof created_at expires_at wrong_tries used_at mail mail_id
        """)

    /// The mails, without the claim of a node on them: it serves another database.
    static let mails = MovedTable(
        "mail_queue", isNumbered: true, "id sealed created_at next_try_at tries expires_at last_error")

    /// The subscriptions to pushes, which go where their sessions are.
    static let pushSubscriptions = MovedTable(
        "push_subscriptions", isNumbered: true,
        """
        id session_id endpoint public_key secret language since_id created_at accepted_at failed_at status reason \
        refusals refused_since
        """)

    private static let pushes = [
        pushSubscriptions,
        MovedTable("push_positions", "room_id seq part_seq part_id"),
        // Without the claim of a node, as mails are.
        MovedTable(
            "push_queue", isNumbered: true, "id subscription_id room_id seq after_seq created_at next_try_at tries"),
        MovedTable("missed_mails", "user_id due_at sent_at room_id seq"),
    ]

    private static let figures = [
        MovedTable("daily_figures", "day messages people bytes"),
        MovedTable("daily_writers", "day user_id", order: "day user_id"),
    ]

    static let settings = MovedTable("settings", "name value")

    static let secrets = MovedTable("secrets", "name value")
}
