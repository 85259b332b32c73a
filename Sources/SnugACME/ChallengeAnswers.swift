import SnugChat
import Synchronization

/// The proofs that port 80 shows while an authority looks, by their tokens.
public final class ChallengeAnswers: Sendable {
    private let answers = Mutex<[String: String]>([:])

    public init() {}

    /// Returns the proof for a token; nil for any other text.
    public func answer(for token: String) -> String? { answers.withLock { $0[token] } }

    func show(_ answer: String, for token: String) { answers.withLock { $0[token] = answer } }
    func hideAll() { answers.withLock { $0 = [:] } }

    /// Returns true if a text can be a token: base64url and nothing else (RFC 8555 §8.3).
    static func isToken(_ text: String) -> Bool {
        (1...Limits.acmeWordBytesMax).contains(text.utf8.count) && text.isBase64URL
    }
}
