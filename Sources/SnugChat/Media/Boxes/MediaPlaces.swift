/// A part of a file that is written over.
struct MediaPlace: Sendable, Hashable {
    var range: Range<Int>
    /// The bytes that are to stand at its beginning.
    var beginning: ArraySlice<UInt8>
    /// The byte for the rest.
    var filling: UInt8
}

/// The parts of a file that are still to come and to be written over, in their order.
struct MediaPlaces: Sendable {
    private var places: [MediaPlace]

    init(_ places: [MediaPlace]) { self.places = places.sorted { $0.range.lowerBound > $1.range.lowerBound } }

    /// Returns the step up to the next part or through it, and moves the position behind that; nil where no part begins
    /// before the end.
    mutating func step(from position: inout Int, to end: Int, into kept: inout [UInt8]) -> MediaStep? {
        while let last = places.last, last.range.upperBound <= position { places.removeLast() }
        guard let place = places.popLast() else { return nil }
        let from = max(place.range.lowerBound, position)
        guard from < end else {
            places.append(place)
            return nil
        }
        guard from == position else {
            places.append(place)
            defer { position = from }
            return .keep(from - position)
        }
        let to = min(place.range.upperBound, end)
        let beginning = place.beginning.prefix(to - from)
        guard beginning.isEmpty else {
            kept += beginning
            position += beginning.count
            var rest = place
            rest.beginning = []
            places.append(rest)
            return .drop(beginning.count)
        }
        if to < place.range.upperBound { places.append(place) }
        position = to
        return .fill(place.filling, to - from)
    }
}
