/// A change to a room; nil leaves a part as it is.
public struct RoomChange: Sendable, Hashable {
    public var name: String?
    /// True for the room where newcomers land.
    public var welcomes: Bool?

    public init(name: String? = nil, welcomes: Bool? = nil) {
        self.name = name
        self.welcomes = welcomes
    }
}
