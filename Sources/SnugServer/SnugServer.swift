/// The server: HTTP by Hummingbird, WebSockets behind an upgrade gate of its own, and the hub of open sockets.
///
/// This module takes in requests and frames, and from the store the events of each commit. It gives out intentions to
/// ``SnugChat/Chat``, and answers, problems and frames to those connected.
import SnugChat

/// The server's version, and its name with the version.
public enum Version {
    public static let number = "0.1.0"
    public static let name = "snug/\(number)"
}
