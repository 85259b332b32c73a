/// Searches: what was said, in the rooms that one is in.
extension Chat {
    /// Returns a page of the messages that a search finds in the rooms that the caller is in, the newest first.
    ///
    /// It may have few of them, or none, and go on: a search that would look at too much goes on where the answer says.
    /// - Parameters:
    ///   - before: the message before which the page begins; nil for the newest.
    ///   - limit: results at most, 1 to ``Limits/searchPageMax``.
    /// - Throws: ``Refusal/notFound(_:)`` or ``Refusal/notAMember`` for a room that the caller is not in,
    ///   ``Refusal/rateLimited(retryAfter:)``, ``Refusal/busy``
    public func search(
        _ query: SearchQuery,
        before: Message.ID?,
        limit: Int,
        by caller: Caller
    ) async throws -> SearchAnswer {
        let limit = Page<Message>.bounded(limit, max: Limits.searchPageMax)
        countReading(rows: 0, bytes: Limits.searchReadBytes, by: caller)
        let answer = try await searchPlaces.search(by: caller.userID) {
            do {
                return try await find(query, before: before, limit: limit, by: caller)
            } catch let fault as StoreFault where fault.kind == .damaged {
                // Everything can be found without the index.
                try await forgetIndex()
                return try await find(query, before: before, limit: limit, by: caller)
            }
        }
        countReading(answer.results.map(\.message), by: caller)
        return answer
    }

    /// Has the index made anew: all that is in it is in the messages too.
    func forgetIndex() async throws { try await store.write { try $0.forgetIndex() } }

    private func find(
        _ query: SearchQuery, before: Message.ID?, limit: Int, by caller: Caller
    ) async throws -> SearchAnswer {
        try await store.read { store in
            // They may have waited for their turn, and have been signed out or put out of a room meanwhile.
            try checkSession(of: caller, in: store)
            if let room = query.room { try permit(.read, in: room, to: caller, store: store) }
            let page = try store.search(
                query, for: caller.userID, before: before, limit: limit, effort: .usual(by: random))
            return SearchAnswer(
                results: page.messages.map { SearchResult(message: $0, snippet: query.words.snippet(of: $0)) },
                next: page.next)
        }
    }
}

/// A page of results, and the way to those behind it.
public struct SearchAnswer: Sendable, Hashable {
    /// The newest first.
    public var results: [SearchResult]
    /// The message before which the search goes on; nil where there is nothing more.
    public var next: Message.ID?
}

/// A message that was found, with pieces of it around what was looked for.
public struct SearchResult: Sendable, Hashable {
    public var message: Message
    public var snippet: [SnippetPiece]
}
