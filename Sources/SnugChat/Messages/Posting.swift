/// A message that is to be posted, where its author may say it there just then.
public struct Posting: Sendable, Hashable {
    public var draft: Draft
    public var author: User.ID
    /// The terms on which the author is signed in; nil where that is known.
    public var terms: SessionTerms?
    public var time: Timestamp

    public init(_ draft: Draft, by author: User.ID, on terms: SessionTerms? = nil, at time: Timestamp) {
        self.draft = draft
        self.author = author
        self.terms = terms
        self.time = time
    }
}

/// The terms on which a session stands at a moment: it has not ended or expired, is not older than these moments, and is
/// that of someone whose account is in use.
public struct SessionTerms: Sendable, Hashable {
    public var session: Session.ID
    /// The moment behind which it was created.
    public var createdAfter: Timestamp
    /// The moment behind which it was last seen.
    public var seenAfter: Timestamp

    public init(_ session: Session.ID, createdAfter: Timestamp, seenAfter: Timestamp) {
        self.session = session
        self.createdAfter = createdAfter
        self.seenAfter = seenAfter
    }
}
