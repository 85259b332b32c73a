/// Words one behind another with spaces between them, as an index keeps and is asked for them.
///
/// They are written as bytes: to a view of scalars, letter by letter, they took a sixth of all the time of a server in
/// which 64 people talk.
struct IndexedWords {
    private var bytes: [UInt8] = []

    /// - Parameter capacity: the bytes that it is likely to take.
    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Adds a word, without what is no scalar.
    mutating func append(_ letters: some Sequence<UInt32>) {
        if !bytes.isEmpty { bytes.append(UInt8(ascii: " ")) }
        for letter in letters {
            if letter < 0x80 {
                bytes.append(UInt8(letter))
            } else if let encoded = Unicode.Scalar(letter).flatMap({ UTF8.encode($0) }) {
                bytes.append(contentsOf: encoded)
            }
        }
    }
}
