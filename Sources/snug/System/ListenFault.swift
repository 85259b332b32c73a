import Glibc
import NIOCore

/// The reason why an address cannot be listened on, in a sentence that says what to do.
struct ListenFault: Sendable, Hashable, CustomStringConvertible {
    var endpoint: Endpoint
    /// The name of the setting that says where to listen.
    var setting: String
    private var reason: Reason

    private enum Reason: Sendable, Hashable {
        case system(CInt)
        case unknownName
    }

    /// Creates the fault of an error of the network; nil for any other.
    init?(_ error: any Error, at address: String, setting: String = Settings.listen.name) {
        guard let endpoint = Endpoint(address) else { return nil }
        switch error {
        case let error as IOError: reason = .system(error.errnoCode)
        case is SocketAddressError.UnknownHost: reason = .unknownName
        default: return nil
        }
        self.endpoint = endpoint
        self.setting = setting
    }

    var description: String { "\(endpoint.text) cannot be listened on: \(words)" }

    private var words: String {
        switch reason {
        case .unknownName: "this machine knows no address of that name. Choose another with --\(setting)."
        case .system(EADDRINUSE):
            "\(PortHolder.of(port: endpoint.port) ?? "another program") has the port. Choose another with --\(setting)."
        case .system(EADDRNOTAVAIL): "this machine has no such address. Choose another with --\(setting)."
        case .system(EACCES):
            "\(StartFault.privilege): /usr/share/doc/snug/examples/port-443.conf gives it to the service."
                + " Or choose another with --\(setting)."
        case .system(let code): "\(unsafe String(cString: strerror(code))). Choose another with --\(setting)."
        }
    }
}
