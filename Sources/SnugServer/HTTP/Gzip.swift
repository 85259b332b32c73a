import CZlib

/// Compression in the gzip format (RFC 1952), by the system's zlib.
enum Gzip {
    /// Compresses bytes.
    /// - Returns: the compressed bytes; nil where they would be no fewer.
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
