/// A row's number: a positive 64-bit integer that cannot be mistaken for another noun's.
@frozen
public struct Identifier<Noun>: RawRepresentable, Sendable, Hashable, Comparable, CustomStringConvertible {
    public let rawValue: Int64

    @inlinable
    public init(rawValue: Int64) { self.rawValue = rawValue }
    @inlinable
    public init(_ rawValue: Int64) { self.rawValue = rawValue }

    public var description: String { String(rawValue) }

    @inlinable
    public static func == (a: Self, b: Self) -> Bool { a.rawValue == b.rawValue }
    @inlinable
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    @inlinable
    public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
