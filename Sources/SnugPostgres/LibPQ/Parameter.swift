/// A value on its way to the server, in PostgreSQL's binary form.
enum Parameter {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
    case bool(Bool)
    case integers([Int64])
    case texts([String])

    /// The type's number in `pg_type`, which is the same on every server; 0 leaves it to the statement.
    var type: UInt32 {
        switch self {
        case .null: 0
        case .integer: TypeNumber.int8
        case .text: TypeNumber.text
        case .bytes: TypeNumber.bytea
        case .bool: TypeNumber.bool
        case .integers: TypeNumber.int8Array
        case .texts: TypeNumber.textArray
        }
    }

    /// Appends the value's bytes.
    /// - Returns: their number; nil for no value.
    func append(to bytes: inout [UInt8]) -> Int? {
        let start = bytes.count
        switch self {
        case .null: return nil
        case .integer(let number): bytes.append(bigEndian: number)
        case .text(let text): bytes.append(contentsOf: text.utf8)
        case .bytes(let blob): bytes.append(contentsOf: blob)
        case .bool(let isTrue): bytes.append(isTrue ? 1 : 0)
        case .integers(let numbers):
            bytes.append(array: numbers, of: TypeNumber.int8) { number, bytes in bytes.append(bigEndian: number) }
        case .texts(let texts):
            bytes.append(array: texts, of: TypeNumber.text) { text, bytes in bytes.append(contentsOf: text.utf8) }
        }
        return bytes.count - start
    }
}

/// The numbers of types in `pg_type.dat`.
enum TypeNumber {
    static let bool: UInt32 = 16
    static let bytea: UInt32 = 17
    static let int8: UInt32 = 20
    static let int2: UInt32 = 21
    static let int4: UInt32 = 23
    static let text: UInt32 = 25
    static let textArray: UInt32 = 1_009
    static let int8Array: UInt32 = 1_016
}

extension [UInt8] {
    mutating func append(bigEndian number: some FixedWidthInteger) {
        for shift in stride(from: number.bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    /// Appends an array as `array_send` has it: its dimensions, no nulls, the elements' type, and where there are any
    /// their number, the first's index, and each with its length.
    fileprivate mutating func append<Value>(
        array: [Value], of type: UInt32, _ append: (Value, inout [UInt8]) -> Void
    ) {
        self.append(bigEndian: Int32(array.isEmpty ? 0 : 1))
        self.append(bigEndian: Int32(0))
        self.append(bigEndian: type)
        guard !array.isEmpty else { return }
        self.append(bigEndian: Int32(array.count))
        self.append(bigEndian: Int32(1))
        for element in array {
            let start = count
            self.append(bigEndian: Int32(0))
            append(element, &self)
            var length: [UInt8] = []
            length.append(bigEndian: Int32(count - start - 4))
            replaceSubrange(start..<start + 4, with: length)
        }
    }
}

/// A type whose values can be put into a statement.
protocol ParameterValue {
    var parameter: Parameter { get }
}

extension Int64: ParameterValue { var parameter: Parameter { .integer(self) } }
extension Int: ParameterValue { var parameter: Parameter { .integer(Int64(self)) } }
extension UInt32: ParameterValue { var parameter: Parameter { .integer(Int64(self)) } }
extension Bool: ParameterValue { var parameter: Parameter { .bool(self) } }
extension String: ParameterValue { var parameter: Parameter { .text(self) } }
extension [UInt8]: ParameterValue { var parameter: Parameter { .bytes(self) } }

extension Optional: ParameterValue where Wrapped: ParameterValue {
    var parameter: Parameter { map(\.parameter) ?? .null }
}

extension RawRepresentable where RawValue: ParameterValue {
    var parameter: Parameter { rawValue.parameter }
}

/// Numbers as one value, for `= ANY($1)`.
struct Numbers: ParameterValue {
    let parameter: Parameter

    init<Number: RawRepresentable>(_ numbers: some Sequence<Number>) where Number.RawValue == Int64 {
        self.init(numbers.map(\.rawValue))
    }

    init(_ numbers: [Int64]) { parameter = .integers(numbers) }
}

/// Texts as one value, beside as many ``Numbers``.
struct Texts: ParameterValue {
    let parameter: Parameter

    init(_ texts: [String]) { parameter = .texts(texts) }
}
