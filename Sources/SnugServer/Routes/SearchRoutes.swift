import Hummingbird
import SnugChat

/// Searches for what was said, over all rooms of the caller.
struct SearchRoutes: RouteGroup {
    static let tag = OperationTag.messages
    let dependencies: RouteDependencies

    var operations: [Operation] { [search] }

    var search: Operation {
        Operation(
            .get, "/api/v1/search", "Returns a page of the messages in which words are found.",
            """
            In the rooms that the caller is in now, the newest first. All words are wanted, the last as the beginning \
            of one from \(Limits.searchBeginningLettersMin) letters on; `"a phrase"` as it stands there; `-not` not. \
            Case, accents and width do not count. Chinese, Japanese, Korean, Thai, Lao, Burmese and Khmer are found by \
            any piece of one character or more. Names of files are searched too. A page may have fewer results than \
            its limit, or none, and go on: `next` is the `before` of the page behind it. What was edited or deleted is \
            not found from that moment on.
            """,
            parameters: [
                .query("q", .text(characters: 1...Limits.searchBytesMax), "The words that are looked for."),
                .query("room_id", .id, "The room to search; else all."),
                .query("user_id", .id, "The author; else anyone."),
                .query("has", .choice(SearchFeature.self), "A thing that the message has: `file` is of any kind."),
                .query("since", .text(format: "date"), "The first day, in UTC, such as 2026-11-26."),
                .query("until", .text(format: "date"), "The last day, in UTC."),
                .query("before", .cursor, "The `id` of the message before which the page begins."),
                .limit(default: Limits.searchPageDefault, max: Limits.searchPageMax),
            ],
            answers: [.ok("The page.", .searchPage)],
            errors: [.notAMember, .notFound, .invalid, .rateLimited, .busy],
            handler: find)
    }

    private func find(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let query = SearchQuery(
            // The words say themselves that they are too many.
            words: try SearchWords(try request.text("q", bytesMax: .max) ?? ""),
            room: try request.number("room_id").map { Room.ID($0) },
            author: try request.number("user_id").map { User.ID($0) },
            feature: try request.choice("has"), since: try day("since", of: request),
            until: try day("until", of: request))
        let answer = try await dependencies.chat.search(
            query, before: try request.number("before").map { Message.ID($0) },
            limit: try request.limit(default: Limits.searchPageDefault, max: Limits.searchPageMax), by: caller)
        return .json { json in
            json.array("results", answer.results) { json, result in json.object { $0.members(of: result) } }
            json.member("has_more", answer.next != nil)
            if let next = answer.next { json.member("next", next.rawValue) }
        }
    }

    private func day(_ name: String, of request: Request) throws -> Day? {
        guard let text = try request.text(name) else { return nil }
        guard let time = Timestamp(rfc3339: "\(text)T00:00:00Z") else {
            throw Refusal.invalid(name, "\(name) is a day such as 2026-11-26.")
        }
        return Day(of: time)
    }
}

extension JSONWriter {
    fileprivate mutating func members(of result: SearchResult) {
        member("message", json: JSONWriter.bytes { $0.message(result.message) })
        array("snippet", result.snippet) { json, piece in
            json.object {
                $0.member("text", piece.text)
                $0.member("hit", piece.isHit)
            }
        }
    }
}

extension Schema {
    fileprivate static let searchPage: Schema = .component(
        "SearchPage",
        .object([
            "results": .list(
                of: .object([
                    "message": .message,
                    "snippet": .list(
                        of: .object(["text": .string, "hit": .bool.described("True for what was looked for.")])
                    ).described(
                        "Pieces of the message around what was found, on one line; of the name of a file, where it "
                            + "was found there alone."),
                ]), countMax: Limits.searchPageMax),
            "has_more": .bool,
            "next?": .id.described("The `before` of the next page, where there is more."),
        ]))
}
