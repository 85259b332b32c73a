/// A file of boxes (ISO 14496-12), in which nothing moves.
///
/// In HEIC and AVIF the notes of a camera are written over where they lie; in films and sounds the boxes that hold them are
/// emptied.
struct BoxFormat: MediaFormat {
    let first = MediaStep.gather(8)
    private var state = State.head
    /// The place in the file behind all that was asked for.
    private var position = 0
    private var brands: BoxBrands?
    /// The boxes that the next one stands in, and where they end.
    private var open: [(type: String, end: Int)] = []
    private var overwriting = MediaPlaces([])
    private var hasItems = false
    private var size: MediaSize?
    private var film = Film()
    private var isDoubtful = false

    private enum State {
        case between
        case head
        case largeHead([UInt8])
        case body(String, head: [UInt8], end: Int)
        /// Within bytes that are kept but for what is written over, up to there.
        case keeping(end: Int)
    }

    var kind: MediaKind? {
        guard !isDoubtful, open.isEmpty else { return nil }
        return switch brands {
        case .picture(let type): size.map { MediaPicture(type: type, size: $0).kind }
        case .film(let type): film.kind(type)
        case nil: nil
        }
    }

    mutating func step(_ bytes: [UInt8], into kept: inout [UInt8]) throws(MediaFault) -> MediaStep? {
        position += bytes.count
        switch state {
        case .between: return next()
        case .head: return begin(bytes, into: &kept)
        case .largeHead(let head): return begin(head + bytes, into: &kept)
        case .keeping(let end): return keep(until: end, into: &kept)
        case .body(let type, let head, let end):
            guard try read(type, head, bytes, into: &kept) else { return doubt(head + bytes, into: &kept) }
            return keep(until: end, into: &kept)
        }
    }

    /// Goes on to the next box of those that are open.
    private mutating func next() -> MediaStep {
        while let last = open.last, last.end == position { open.removeLast() }
        guard let left = open.last.map({ $0.end - position }), left < 8 else {
            state = .head
            return .gather(8)
        }
        // QuickTime ends some with a zero.
        position += left
        state = .between
        return .fill(0, left)
    }

    private mutating func begin(_ head: [UInt8], into kept: inout [UInt8]) -> MediaStep {
        var bytes = MediaBytes(head[...])
        guard let small = bytes.bigEndian(bytes: 4), let type = bytes.code(),
            type.utf8.allSatisfy({ UInt8(ascii: " ")...UInt8(ascii: "~") ~= $0 })
        else { return doubt(head, into: &kept) }
        if small == 1, head.count == 8 {
            state = .largeHead(head)
            return .gather(8)
        }
        let size = small == 1 ? bytes.bigEndian(bytes: 8) : small
        guard let end = end(ofBoxOf: size, head: head.count) else { return doubt(head, into: &kept) }
        // Films from before there were brands begin at once.
        if brands == nil, type != "ftyp", !BoxUse.fillers.contains(type) { brands = .quickTime }
        switch BoxUse(type, in: open.last?.type, of: brands) {
        case .kept:
            kept += head
            return keep(until: end, into: &kept)
        case .opened:
            guard end != .max else { return doubt(head, into: &kept) }
            kept += head
            open.append((type, end))
            if type == "trak" { film.beginTrack() }
            return next()
        case .emptied:
            kept += head.prefix(4) + Array("free".utf8) + head.dropFirst(8)
            guard end != .max else { return .fill(0, .max) }
            let count = end - position
            position = end
            state = .between
            return .fill(0, count)
        case .read:
            let most = type == "meta" ? Limits.mediaMetaBytesMax : Limits.mediaBoxBytesMax
            guard end - position <= most else { return doubt(head, into: &kept) }
            state = .body(type, head: head, end: end)
            return .gather(end - position)
        }
    }

    /// Returns the place where a box ends whose body begins here; `Int.max` for one that goes on to the file's end, nil
    /// for one that cannot be.
    private func end(ofBoxOf size: Int?, head: Int) -> Int? {
        guard let size else { return nil }
        if size == 0 { return open.isEmpty ? .max : nil }
        let (end, isTooLarge) = position.addingReportingOverflow(size - head)
        guard size >= head, !isTooLarge, end != .max else { return nil }
        return end <= open.last?.end ?? .max ? end : nil
    }

    /// Keeps what comes up to a place, written over where that was found to be needed.
    private mutating func keep(until end: Int, into kept: inout [UInt8]) -> MediaStep {
        state = .keeping(end: end)
        if let step = overwriting.step(from: &position, to: end, into: &kept) { return step }
        guard end != .max else { return .keepRest }
        let count = end - position
        position = end
        state = .between
        return .keep(count)
    }

    /// Keeps all that is left, of which nobody can say what it is.
    private mutating func doubt(_ bytes: [UInt8], into kept: inout [UInt8]) -> MediaStep {
        isDoubtful = true
        kept += bytes
        return keep(until: .max, into: &kept)
    }

    /// Reads the body of a box, and gives the box as it is to be.
    /// - Returns: false for one that cannot be.
    private mutating func read(
        _ type: String, _ head: [UInt8], _ body: [UInt8], into kept: inout [UInt8]
    ) throws(MediaFault) -> Bool {
        switch type {
        case "ftyp":
            guard let found = BoxBrands(body[...]) else { return false }
            brands = found
            kept += head + body
        case "meta":
            guard !hasItems else {
                kept += head.prefix(4) + Array("free".utf8) + head.dropFirst(8) + body.map { _ in 0 }
                return true
            }
            guard let items = try HEIFItems(body, at: position - body.count) else { return false }
            hasItems = true
            size = items.size
            overwriting = MediaPlaces(items.places)
            kept += head + items.body
        default:
            kept += head + film.read(type, body)
        }
        return true
    }
}
