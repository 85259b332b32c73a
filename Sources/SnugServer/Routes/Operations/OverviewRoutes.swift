import Hummingbird
import SnugChat

/// The server at a glance: what happens on it, and what it needs somebody for.
struct OverviewRoutes: RouteGroup {
    static let tag = OperationTag.administration
    let dependencies: RouteDependencies
    let gauge: any DiskGauge
    let archive: any BackupArchive
    let inspector: any Inspector

    var operations: [Operation] { [getOverview] }

    var getOverview: Operation {
        Operation(
            .get, "/api/v1/admin/overview", "Returns the server at a glance.",
            """
            The last \(Limits.overviewDays) days of UTC, ascending, today the last; what there is; the room on the \
            disk; mails, backups and findings. It stands for \(Limits.overviewStandsFor.seconds) seconds, and takes no \
            look of its own for the findings.
            """,
            caller: .administrator,
            answers: [.ok("The overview.", .overview)],
            handler: show)
    }

    private func show(_ request: Request, _ context: SnugContext) async throws -> Response {
        let overview = try await dependencies.chat.overview(
            of: gauge, archive, inspector, for: try await dependencies.administrator(of: request))
        let online = dependencies.hub.onlineCount
        return .json { $0.write(overview, online: online) }
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ overview: Overview, online: Int) {
        let counts = overview.counts
        array("days", overview.days) { json, figures in
            json.object { json in
                json.member("day", String(figures.day.beginning.rfc3339.prefix(10)))
                json.member("messages", figures.messages)
                json.member("people", figures.people)
            }
        }
        member("accounts", counts.accounts)
        member("online", online)
        member("rooms", counts.rooms)
        member("messages", counts.messages)
        if let disk = overview.disk {
            object("disk") { json in
                json.member("free", disk.free)
                json.member("total", disk.total)
                json.member("database", disk.database)
                json.member("backups", disk.backups)
                if let days = overview.daysLeft { json.member("days_left", days) } else { json.null("days_left") }
            }
        } else {
            null("disk")
        }
        object("files") { json in
            json.member("used", overview.filesBytes)
            json.member("max", overview.filesBytesMax)
        }
        object("mail") { json in
            json.member("relay", overview.hasRelay)
            json.member("waiting", counts.mailsWaiting)
            json.member("oldest_at", counts.oldestMail)
            if let error = counts.mailError { json.member("last_error", error) } else { json.null("last_error") }
        }
        if let backup = overview.backup {
            object("backup") { json in
                json.member("name", backup.name)
                json.member("taken_at", backup.takenAt)
                json.member("proven", backup.messages != nil)
            }
        } else {
            null("backup")
        }
        object("findings") { json in
            json.member("errors", overview.findings?.errors ?? 0)
            json.member("warnings", overview.findings?.warnings ?? 0)
            json.member("checked_at", overview.findings?.checkedAt)
        }
    }
}

extension Schema {
    fileprivate static let overview: Schema = .component(
        "Overview",
        .object([
            "days": .list(
                of: .object([
                    "day": .text(format: "date"), "messages": .count,
                    "people": .count.described("People who wrote that day."),
                ]), countMax: Limits.overviewDays),
            "accounts": .count.described("Accounts in use."), "online": .count, "rooms": .count,
            "messages": .count.described("Messages that came to be in these rooms."),
            "disk": .object([
                "free": .count, "total": .count, "database": .count, "backups": .count,
                "days_left": .count.orNull.described("Null where nobody can tell."),
            ]).orNull.described("The database's file system, in bytes; null where the system does not say."),
            "files": .object(["used": .count, "max": .count]).described("The bytes of all files of messages."),
            "mail": .object([
                "relay": .bool.described("True while a relay carries mails."), "waiting": .count,
                "oldest_at": .time.orNull, "last_error": .string.orNull,
            ]),
            "backup": .object(["name": .string, "taken_at": .time.orNull, "proven": .bool]).orNull
                .described("The newest that is proven, or the newest of all where none is."),
            "findings": .object(["errors": .count, "warnings": .count, "checked_at": .time.orNull])
                .described("Those of the last look; zeros without a moment before the first."),
        ]))
}
