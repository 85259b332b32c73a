/// Port: unpredictable bytes. Handed in, so that tests know them.
public protocol Randomness: Sendable {
    func bytes(_ count: Int) -> [UInt8]
}
