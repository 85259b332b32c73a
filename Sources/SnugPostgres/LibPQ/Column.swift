/// A value that came from the server.
enum Column {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
    case bool(Bool)

    /// Reads a value in PostgreSQL's binary form.
    /// - Parameter type: the type's number in `pg_type`.
    init(_ bytes: UnsafeRawBufferPointer, type: UInt32) throws(PostgresError) {
        switch type {
        case TypeNumber.int8, TypeNumber.int4, TypeNumber.int2:
            guard bytes.count <= 8, let first = unsafe bytes.first else { throw Self.unreadable }
            // The sign of the first byte is that of the number.
            self = .integer(unsafe bytes.dropFirst().reduce(Int64(Int8(bitPattern: first))) { $0 << 8 | Int64($1) })
        case TypeNumber.text: self = .text(unsafe String(decoding: bytes, as: UTF8.self))
        case TypeNumber.bytea: self = .bytes(unsafe Array(bytes))
        case TypeNumber.bool: self = .bool(unsafe bytes.first == 1)
        default: throw PostgresError(.other, "a column has a type that is not asked for (\(type))")
        }
    }

    /// The error of a value that is not of the kind that is asked for: the table is not the one that this Snug made.
    static var unreadable: PostgresError { PostgresError(.damaged, "a column holds a value of another kind") }
}

/// A type whose values can be read from a column.
protocol ColumnValue {
    init(_ column: Column) throws
}

extension Int64: ColumnValue {
    init(_ column: Column) throws {
        guard case .integer(let number) = column else { throw Column.unreadable }
        self = number
    }
}

extension Int: ColumnValue {
    init(_ column: Column) throws { self = Int(try Int64(column)) }
}

extension UInt32: ColumnValue {
    init(_ column: Column) throws {
        guard let number = UInt32(exactly: try Int64(column)) else { throw Column.unreadable }
        self = number
    }
}

extension Bool: ColumnValue {
    init(_ column: Column) throws {
        guard case .bool(let isTrue) = column else { throw Column.unreadable }
        self = isTrue
    }
}

extension String: ColumnValue {
    init(_ column: Column) throws {
        guard case .text(let text) = column else { throw Column.unreadable }
        self = text
    }
}

extension [UInt8]: ColumnValue {
    init(_ column: Column) throws {
        guard case .bytes(let bytes) = column else { throw Column.unreadable }
        self = bytes
    }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
    init(_ column: Column) throws {
        if case .null = column { self = nil } else { self = try Wrapped(column) }
    }
}

extension RawRepresentable where RawValue: ColumnValue {
    init(_ column: Column) throws {
        guard let value = Self(rawValue: try RawValue(column)) else { throw Column.unreadable }
        self = value
    }
}
