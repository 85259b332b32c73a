/// A dictionary that forgets what was set longest ago, and never walks over what it holds.
///
/// It keeps two generations. A new entry goes into the young one; once that is full it becomes the old one, and the old
/// one is forgotten as a whole. So setting costs the same however much is remembered, and an entry stays until half of
/// `countMax` others have been set after it.
public struct RecentMap<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]
    private let generationMax: Int

    /// - Parameter countMax: the most entries that are remembered.
    public init(countMax: Int) { generationMax = max(1, countMax / 2) }

    /// The number of entries; one that was set in both generations counts twice.
    public var count: Int { young.count + old.count }

    /// True while another key has no place without ``turn()``.
    public var isFull: Bool { young.count >= generationMax }

    public subscript(key: Key) -> Value? { young[key] ?? old[key] }

    /// Sets the value of a key, and makes the place that it takes.
    public mutating func set(_ value: Value, of key: Key) {
        if isFull, young[key] == nil { turn() }
        young[key] = value
    }

    /// Forgets the old generation, and lets the young one take its place.
    public mutating func turn() {
        old = young
        young = [:]
    }
}
