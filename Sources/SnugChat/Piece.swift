/// The items of a list that were read at once, and the way to those after them.
///
/// A long list is thus never held whole: its reader asks for the next piece when it has done with this one.
public struct Piece<Element: Sendable>: Sendable, RandomAccessCollection {
    private let items: [Element]
    /// Reads the piece after this one; nil where the list ends with it.
    public let next: (@Sendable () async throws -> Piece<Element>)?

    public init(_ items: [Element], next: (@Sendable () async throws -> Piece<Element>)? = nil) {
        self.items = items
        self.next = next
    }

    public var startIndex: Int { items.startIndex }
    public var endIndex: Int { items.endIndex }
    public subscript(index: Int) -> Element { items[index] }

    /// Reads items until they have about ``Limits/answerPieceBytes``, a few at a time while it is not known how long
    /// they are.
    /// - Parameters:
    ///   - bytes: a closure that returns the bytes that an item takes, roughly.
    ///   - fetch: a closure that returns at most so many items after one, or from the beginning where that is nil.
    /// - Returns: the items, and true where there are no more.
    static func read(
        bytes: (Element) -> Int,
        fetch: (_ after: Element?, _ count: Int) throws -> [Element]
    ) rethrows -> (items: [Element], isAll: Bool) {
        var (items, read, count) = ([Element](), 0, Limits.pieceItemsFirst)
        while true {
            let found = try fetch(items.last, count)
            items += found
            read += found.reduce(0) { $0 + bytes($1) }
            if found.count < count { return (items, true) }
            if read >= Limits.answerPieceBytes { return (items, false) }
            let left = (Limits.answerPieceBytes - read) * items.count / Swift.max(1, read)
            count = Swift.min(Swift.max(1, left), Limits.pieceItemsMax)
        }
    }
}
