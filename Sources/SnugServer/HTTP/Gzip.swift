import CZlib

/// RFC 1952, by the system's zlib.
enum Gzip {
    /// - Returns: nil where it would not get smaller.
    static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        var out = [UInt8](repeating: 0, count: bytes.count)
        // The sizes are those of the arrays.
        let count = unsafe bytes.withUnsafeBytes { bytes in
            unsafe out.withUnsafeMutableBytes { out in
                unsafe snug_gzip(bytes.baseAddress, bytes.count, out.baseAddress, out.count)
            }
        }
        return count == 0 ? nil : Array(out.prefix(count))
    }
}
