import Foundation
import Glibc
import SnugStore

extension ActingUser {
    /// A time in which root acts as another user, and after which it is root again.
    ///
    /// PostgreSQL may know by their user whom it lets in, while what is written with its answers is root's.
    final class Turn {
        private let home: String?
        private var isOver: Bool

        /// - Parameter owner: the user; nil for whoever this process is already.
        /// - Throws: ``DatabaseFault`` where the system refuses.
        init(as owner: Owner?) throws {
            home = ProcessInfo.processInfo.environment["HOME"]
            isOver = geteuid() != 0 || owner == nil
            guard !isOver, let owner else { return }
            guard setegid(owner.group) == 0, seteuid(owner.user) == 0 else {
                let words = unsafe String(cString: strerror(errno))
                end()
                throw DatabaseFault(path: "user \(owner.user)", reason: .system(words))
            }
            ActingUser.setHome(of: owner)
        }

        deinit { end() }

        /// Has this process be root's again, if it was.
        func end() {
            guard !isOver else { return }
            isOver = true
            guard seteuid(0) == 0, setegid(0) == 0 else { preconditionFailure("root may become root again") }
            if let home { unsafe setenv("HOME", home, 1) }
        }
    }
}
