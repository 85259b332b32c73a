import Glibc
import SnugChat

/// The limit of descriptors of this process: every socket, request and file takes one.
enum FileDescriptorLimit {
    private static let descriptors = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)

    /// The number that may be open; nil where the system does not say.
    static var most: Int? {
        var limit = rlimit()
        guard unsafe getrlimit(descriptors, &limit) == 0 else { return nil }
        return Int(clamping: limit.rlim_cur)
    }

    /// Raises the soft limit to the hard one, which is the administrator's.
    ///
    /// The usual soft limit of 1,024 is a relic of `select(2)` (*Source:* systemd.exec(5), LimitNOFILE).
    ///
    /// - Returns: the number of descriptors that may be open from now on.
    static func takeAll() -> Int {
        var limit = rlimit()
        guard unsafe getrlimit(descriptors, &limit) == 0 else { return 1_024 }
        limit.rlim_cur = limit.rlim_max
        if unsafe setrlimit(descriptors, &limit) != 0 {
            unsafe getrlimit(descriptors, &limit)
        }
        return Int(clamping: limit.rlim_cur)
    }
}
