/// A value on its way to the server, in PostgreSQL's binary form.
enum Parameter {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
    case bool(Bool)
    case integers([Int64])

    /// The type's number in `pg_type`, which is the same on every server; 0 leaves it to the statement.
    var type: UInt32 {
        switch self {
        case .null: 0
        case .integer: TypeNumber.int8
        case .text: TypeNumber.text
        case .bytes: TypeNumber.bytea
        case .bool: TypeNumber.bool
        case .integers: TypeNumber.int8Array
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
            // One dimension, no nulls, the elements' type, their number, the first's index (array_send).
            bytes.append(bigEndian: Int32(numbers.isEmpty ? 0 : 1))
            bytes.append(bigEndian: Int32(0))
            bytes.append(bigEndian: TypeNumber.int8)
            guard !numbers.isEmpty else { break }
            bytes.append(bigEndian: Int32(numbers.count))
            bytes.append(bigEndian: Int32(1))
            for number in numbers {
                bytes.append(bigEndian: Int32(8))
                bytes.append(bigEndian: number)
            }
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
    static let int8Array: UInt32 = 1_016
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian number: some FixedWidthInteger) {
        for shift in stride(from: number.bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: number >> shift))
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
        parameter = .integers(numbers.map(\.rawValue))
    }
}
