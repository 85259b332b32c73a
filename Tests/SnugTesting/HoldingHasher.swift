public import SnugChat

/// A hasher that takes its time over one password, so that something else comes between.
public struct HoldingHasher: PasswordHasher {
    private let plain = PlainHasher()
    private let held: String
    private let begun = AsyncStream<Void>.makeStream()
    private let released = AsyncStream<Void>.makeStream()

    /// - Parameter held: the password whose hash waits for ``release()``.
    public init(holding held: String) { self.held = held }

    /// Waits until the password's hash is under way.
    public func waitUntilHeld() async { for await _ in begun.stream { return } }

    public func release() { released.continuation.yield() }

    public var decoy: String { plain.decoy }

    public func hash(_ password: String) async throws -> String {
        if password == held {
            begun.continuation.yield()
            for await _ in released.stream { break }
        }
        return try await plain.hash(password)
    }

    public func verify(_ password: String, against hash: String) async throws -> Bool {
        try await plain.verify(password, against: hash)
    }

    public func hash(_ password: String, beside other: String?) async throws -> String { try await hash(password) }

    public func first(of hashes: [String], madeOf password: String) async throws -> Int? {
        try await plain.first(of: hashes, madeOf: password)
    }

    public func isOutdated(_ hash: String) -> Bool { plain.isOutdated(hash) }
    public func adopt(_ foreign: String) async throws -> String? { try await plain.adopt(foreign) }
    public func canAdopt(_ foreign: String) -> Bool { plain.canAdopt(foreign) }
}
