/// A box of the ISO base media file format (ISO 14496-12 §4.2) within bytes that are all there.
struct Box {
    let type: String
    /// The bytes behind its head, at their places among those that it was read from.
    let body: ArraySlice<UInt8>

    /// Reads the next one; nil where there is no whole one.
    init?(_ rest: inout MediaBytes) {
        guard let size = rest.bigEndian(bytes: 4), let type = rest.code() else { return nil }
        var count = size - 8
        if size == 0 { count = rest.rest.count }
        if size == 1 {
            guard let large = rest.bigEndian(bytes: 8) else { return nil }
            count = large - 16
        }
        guard let body = rest.bytes(count) else { return nil }
        self.type = type
        self.body = body
    }

    /// Returns the boxes that follow one another, up to the first that is not whole.
    static func all(in bytes: ArraySlice<UInt8>) -> [Box] {
        var rest = MediaBytes(bytes)
        return Array(sequence(state: rest) { _ in Box(&rest) })
    }

    /// The version of a full box, and its body behind version and flags (§4.2.2).
    var full: (version: UInt8, flags: Int, bytes: MediaBytes)? {
        var bytes = MediaBytes(body)
        guard let version = bytes.byte(), let flags = bytes.bigEndian(bytes: 3) else { return nil }
        return (version, flags, bytes)
    }
}
