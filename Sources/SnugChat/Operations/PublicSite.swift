import Synchronization

/// The facts about this site that everyone may know, signed in or not.
///
/// Made by ``ChatServices`` alone, as it takes no caller.
public struct PublicSite: Sendable {
    private let chat: Chat
    private let setUp = SetUpMark()

    init(chat: Chat) { self.chat = chat }

    /// The facts that a page needs before anyone signs in.
    public struct Profile: Sendable, Hashable {
        /// The site's name.
        public var name: String
        public var registration: RegistrationPolicy
        /// True once there is an account.
        public var isSetUp: Bool
        /// True while a relay is set that carries codes.
        public var sendsMail: Bool
        /// Bytes of a file at most; 0 where no files are taken.
        public var uploadBytesMax: Int64
        /// The key that browsers subscribe to pushes with; nil while nothing is pushed.
        public var pushKey: String?
    }

    /// The site's name.
    public var name: String { chat.policy.siteName }

    /// Returns the facts as they now are; once somebody has set the server up, without a look into the store.
    /// - Throws: the store's fault.
    public func profile() async throws -> Profile {
        if !setUp.isDone.load(ordering: .relaxed), try await chat.store.read({ try $0.hasUsers() }) {
            // Accounts are put out of use, never removed.
            setUp.isDone.store(true, ordering: .relaxed)
        }
        let policy = chat.policy
        return Profile(
            name: policy.siteName, registration: policy.registration, isSetUp: setUp.isDone.load(ordering: .relaxed),
            sendsMail: policy.sendsMail, uploadBytesMax: policy.uploadBytesMax, pushKey: chat.pushes.publicKey)
    }

    /// The memory of a server that was found set up.
    private final class SetUpMark: Sendable {
        let isDone = Atomic<Bool>(false)
    }
}
