/// Some of a list, and whether there is more of it.
public struct Page<Element: Sendable>: Sendable {
    public var items: [Element]
    public var hasMore: Bool

    /// Takes a page: one item more than fits is fetched, which tells whether there is more.
    /// - Parameters:
    ///   - limit: the items asked for; held within 1 and `max`.
    ///   - fetch: returns at most so many items, from where the page begins.
    init(limit: Int, max: Int, fetch: (Int) throws -> [Element]) rethrows {
        let limit = Self.bounded(limit, max: max)
        let found = try fetch(limit + 1)
        items = Array(found.prefix(limit))
        hasMore = found.count > limit
    }

    static func bounded(_ limit: Int, max: Int) -> Int { Swift.min(Swift.max(limit, 1), max) }
}
