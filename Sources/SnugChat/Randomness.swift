/// The port to unpredictable bytes.
///
/// Handed in, so that tests know them.
public protocol Randomness: Sendable {
    /// Returns `count` bytes that nobody can predict, fit for keys and codes.
    func bytes(_ count: Int) -> [UInt8]
}
