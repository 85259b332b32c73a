/// A file on its way to be kept: takes its bytes as they come, says what it is, and leaves out where and with what a
/// picture was taken.
///
/// The pixels stay as they were compressed. Any division into pieces gives the same, and no more is held than
/// ``Limits/mediaMetaBytesMax``. A file that begins like a picture and does not go on like one is kept from there on as it
/// is, and its kind is not known: nobody shows it.
public struct MediaFilter: Sendable {
    private let declaredType: String
    /// nil until enough of the beginning is there.
    private var format: (any MediaFormat)?
    private var step = MediaStep.gather(Limits.mediaBeginningBytes)
    private var held: [UInt8] = []

    /// - Parameter declaredType: the type that the sender names (RFC 9110 §8.3), believed only where the bytes agree, or
    ///   where they cannot tell and nothing is run by it.
    public init(declaredType: String) { self.declaredType = declaredType }

    /// Creates a filter for a file whose format is known.
    init(_ format: some MediaFormat) {
        declaredType = ""
        go(format)
    }

    /// Takes the next bytes.
    /// - Parameter kept: gets those to keep at its end.
    public mutating func take(_ bytes: some Sequence<UInt8>, into kept: inout [UInt8]) throws(MediaFault) {
        try walk(Array(bytes)[...], into: &kept)
    }

    /// Ends the file.
    /// - Parameter kept: gets the last bytes to keep at its end.
    public mutating func finish(into kept: inout [UInt8]) throws(MediaFault) -> MediaKind {
        try end(into: &kept)?.kind ?? MediaKind(type: MediaKind.unknown)
    }

    /// Ends the file.
    /// - Returns: its format; nil where it ends in the midst of a step.
    mutating func end(into kept: inout [UInt8]) throws(MediaFault) -> (any MediaFormat)? {
        if format == nil { try begin(into: &kept) }
        let isBetweenSteps = held.isEmpty && (step.count == 0 || step.count == .max)
        kept += (format?.undecided ?? []) + held
        held = []
        return isBetweenSteps ? format : nil
    }

    /// Takes step after step, as far as the bytes reach.
    private mutating func walk(_ bytes: ArraySlice<UInt8>, into kept: inout [UInt8]) throws(MediaFault) {
        var rest = bytes
        while pass(&rest, into: &kept), gather(&rest) {
            guard format != nil else {
                try begin(into: &kept)
                continue
            }
            let gathered = held
            held = []
            if let next = try format?.step(gathered, into: &kept) {
                step = next
            } else {
                kept += gathered
                go(PlainFormat(MediaKind.unknown))
            }
        }
    }

    /// Lets bytes pass as the step says.
    /// - Returns: false if there were fewer than it wants.
    private mutating func pass(_ rest: inout ArraySlice<UInt8>, into kept: inout [UInt8]) -> Bool {
        guard step.count > 0 else { return true }
        var passing = rest.prefix(step.count)
        if case .keepBefore(let byte) = step.use, let end = passing.firstIndex(of: byte) {
            passing = passing[..<end]
            step.count = 0
        } else if step.count != .max {
            step.count -= passing.count
        }
        switch step.use {
        case .keep, .keepBefore: kept += passing
        case .drop: break
        case .fill(let byte): kept += repeatElement(byte, count: passing.count)
        }
        rest = rest.dropFirst(passing.count)
        return step.count == 0
    }

    /// Holds bytes as the step says.
    /// - Returns: false if there were fewer than it wants.
    private mutating func gather(_ rest: inout ArraySlice<UInt8>) -> Bool {
        let wanted = rest.prefix(max(0, step.gathered - held.count))
        held += wanted
        rest = rest.dropFirst(wanted.count)
        return held.count == step.gathered
    }

    /// Chooses the format by the beginning, and has it take that.
    private mutating func begin(into kept: inout [UInt8]) throws(MediaFault) {
        let beginning = held
        held = []
        go(MediaBeginning(beginning).format(declaredType: declaredType))
        try walk(beginning[...], into: &kept)
    }

    private mutating func go(_ format: some MediaFormat) {
        self.format = format
        step = format.first
    }
}
