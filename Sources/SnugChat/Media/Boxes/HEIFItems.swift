/// The box of a HEIC or AVIF that says what its items are and where they lie (ISO 23008-12, ISO 14496-12 §8.11): read,
/// for the size of the picture and for the places of its notes.
struct HEIFItems {
    /// The size of the picture that is shown, as it is turned.
    let size: MediaSize?
    /// The parts behind the box that are to be written over.
    private(set) var places: [MediaPlace] = []
    /// The box's own bytes, with what of the notes lay in them written over.
    private(set) var body: [UInt8]
    /// The place of those in the file.
    private let start: Int
    /// Of those, the ones that were written over so far: no item needs more of them than there are, and parts that lie
    /// on one another would have each written hundreds of times.
    private var overwritten = 0

    /// Notes of Exif without any: an offset, and a TIFF with an empty directory.
    ///
    /// libheif refuses a picture with less.
    private static let emptyExif: [UInt8] = [0, 0, 0, 0, 0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0]

    /// - Returns: nil for a box that cannot be read.
    /// - Throws: ``MediaFault/uncleanable``
    init?(_ body: [UInt8], at start: Int) throws(MediaFault) {
        self.body = body
        self.start = start
        let boxes = Box.all(in: body.dropFirst(4))
        func first(_ type: String) -> Box? { boxes.first { $0.type == type } }
        guard let items = first("iinf").flatMap(HEIFItemTypes.init), let properties = first("iprp"),
            let primary = first("pitm")?.full.flatMap(Self.primary)
        else { return nil }
        let found = HEIFProperties(properties.body, of: primary)
        size = found.size
        for range in found.notes { self.body.replaceSubrange(range, with: repeatElement(0, count: range.count)) }
        guard !items.notes.isEmpty, let locations = first("iloc") else { return }
        guard let located = HEIFLocations(locations, of: items.notes) else { return nil }
        guard located.all.reduce(0, { $0 + $1.parts.count }) <= Limits.mediaPlacesMax else { throw .uncleanable }
        for location in located.all {
            try overwrite(location, exif: items.exif.contains(location.item), data: first("idat")?.body)
        }
    }

    private static func primary(_ version: UInt8, _: Int, _ bytes: MediaBytes) -> Int? {
        var bytes = bytes
        return bytes.bigEndian(bytes: version == 0 ? 2 : 4)
    }

    /// Writes over the parts of an item: in the box itself at once, behind it when they come.
    private mutating func overwrite(
        _ location: HEIFLocation, exif isExif: Bool, data: ArraySlice<UInt8>?
    ) throws(MediaFault) {
        var beginning = isExif ? Self.emptyExif[...] : []
        for part in location.parts {
            guard let range = range(of: part, location.method, data) else { throw .uncleanable }
            let place = MediaPlace(
                range: range, beginning: beginning.prefix(range.count), filling: isExif ? 0 : UInt8(ascii: " "))
            beginning = beginning.dropFirst(range.count)
            let own = start..<start + body.count
            if range.lowerBound >= own.upperBound {
                places.append(place)
            } else {
                guard own.lowerBound <= range.lowerBound, range.upperBound <= own.upperBound else {
                    throw .uncleanable
                }
                overwritten += range.count
                guard overwritten <= body.count else { throw .uncleanable }
                let filling = repeatElement(place.filling, count: range.count - place.beginning.count)
                body.replaceSubrange(
                    range.lowerBound - start..<range.upperBound - start, with: place.beginning + filling)
            }
        }
    }

    /// Returns the place of a part in the file; nil where it cannot be told, as of one that is derived from another item,
    /// or all that there is.
    private func range(of part: HEIFLocation.Part, _ method: Int, _ data: ArraySlice<UInt8>?) -> Range<Int>? {
        guard part.count > 0 else { return nil }
        var (from, isTooLarge) = (part.offset, false)
        if method == 1 {
            guard let data, part.offset <= data.count, part.count <= data.count - part.offset else { return nil }
            from += start + data.startIndex
        } else if method != 0 {
            return nil
        }
        let end: Int
        (end, isTooLarge) = from.addingReportingOverflow(part.count)
        return isTooLarge ? nil : from..<end
    }
}
