/// A part of a list, and a sign that it goes on.
public struct Page<Element: Sendable>: Sendable {
    public var items: [Element]
    /// True while the list goes on behind `items`.
    public var hasMore: Bool

    /// Creates a page by fetching one item more than fits, which tells that the list goes on.
    /// - Parameters:
    ///   - limit: the number of items asked for; held within 1 and `max`.
    ///   - fetch: a closure that returns at most so many items, from the page's beginning.
    init(limit: Int, max: Int, fetch: (Int) throws -> [Element]) rethrows {
        let limit = Self.bounded(limit, max: max)
        let found = try fetch(limit + 1)
        items = Array(found.prefix(limit))
        hasMore = found.count > limit
    }

    /// Returns `limit` held within 1 and `max`.
    static func bounded(_ limit: Int, max: Int) -> Int { Swift.min(Swift.max(limit, 1), max) }
}
