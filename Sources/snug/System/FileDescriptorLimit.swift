import Glibc
import SnugChat

/// What the system lets this process open: every socket, request and file is a descriptor.
enum FileDescriptorLimit {
    private static let descriptors = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)

    /// How many may be open; nil where the system does not say.
    static var most: Int? {
        var limit = rlimit()
        guard unsafe getrlimit(descriptors, &limit) == 0 else { return nil }
        return Int(clamping: limit.rlim_cur)
    }

    /// Takes all that the administrator allows; the usual soft limit of 1,024 is a relic of `select(2)`
    /// (Source: systemd.exec(5), LimitNOFILE). Returns how many there are.
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
