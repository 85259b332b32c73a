/// Rows in the binary form in which `COPY` takes them (PostgreSQL, COPY, "Binary Format").
struct BinaryRows {
    /// A signature, no flags, no extension.
    private var bytes: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + Array(repeating: 0, count: 8)

    private var value: [UInt8] = []

    mutating func add(_ values: some Collection<Parameter>) {
        bytes.append(bigEndian: Int16(values.count))
        for each in values {
            value.removeAll(keepingCapacity: true)
            bytes.append(bigEndian: Int32(each.append(to: &value) ?? -1))
            bytes.append(contentsOf: value)
        }
    }

    /// The bytes with the mark of their end.
    var ended: [UInt8] { bytes + [0xFF, 0xFF] }
}
