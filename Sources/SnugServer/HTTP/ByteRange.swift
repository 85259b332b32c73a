import HTTPTypes

/// The bytes of a file that a request asks for, in one range (RFC 9110 §14.2).
///
/// So that whoever lost the connection goes on where they were. What is more than one range, or outside of the file, is
/// passed over, as that section allows: the whole file is the answer then.
struct ByteRange: Sendable, Hashable {
    let bytes: Range<Int>

    /// - Parameters:
    ///   - total: the bytes of the file.
    ///   - tag: the file's entity tag; nil where it has none.
    init?(_ headers: HTTPFields, of total: Int, tag: String?) {
        if let condition = headers[.ifRange], condition != tag { return nil }
        guard let range = headers[.range],
            let asked = range.wholeMatch(of: /bytes=([0-9]{0,18})-([0-9]{0,18})/)?.output
        else { return nil }
        let (first, last) = (Int(asked.1), Int(asked.2))
        if let first {
            guard first < total, last.map({ first <= $0 }) ?? true else { return nil }
            bytes = first..<min(total, (last ?? total) + (last == nil ? 0 : 1))
        } else {
            // The last so many.
            guard let last, last > 0, total > 0 else { return nil }
            bytes = max(0, total - last)..<total
        }
    }
}
