/// SnugServer: the doors of the house.
///
/// What this room is: HTTP by Hummingbird, WebSockets behind our own upgrade gate, and the hub that knows who is
/// connected. What comes in: requests and frames, and from the store the events of each commit.
/// What goes out: intentions to ``SnugChat/Chat``; answers, problems and frames to whoever is connected.
import SnugChat

/// What the server calls itself.
public enum Version {
    public static let number = "0.1.0"
    public static let name = "snug/\(number)"
}
