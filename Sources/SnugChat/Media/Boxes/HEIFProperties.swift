/// The properties of the picture that a HEIC or AVIF shows (ISO 23008-12 §6.5, §9.3).
struct HEIFProperties {
    /// The size of the picture, cut and turned as it says.
    private(set) var size: MediaSize?
    /// The places of words and times among them.
    private(set) var notes: [Range<Int>] = []

    private static let noteTypes: Set<String> = ["udes", "crtt", "mdft", "uuid"]

    init(_ body: ArraySlice<UInt8>, of item: Int) {
        let boxes = Box.all(in: body)
        guard let container = boxes.first(where: { $0.type == "ipco" }) else { return }
        let properties = Box.all(in: container.body)
        notes = properties.filter { Self.noteTypes.contains($0.type) && $0.body.count > 4 }
            .map { $0.body.startIndex + ($0.type == "uuid" ? 0 : 4)..<$0.body.endIndex }
        for box in boxes where box.type == "ipma" {
            let indices = Self.indices(box, of: item)
            for index in indices where properties.indices.contains(index - 1) { take(properties[index - 1]) }
            // An item stands in one of these boxes (§9.3.1): thousands that name it would each be followed.
            if !indices.isEmpty { break }
        }
    }

    /// Returns the numbers, from 1 on, of an item's properties in their order.
    private static func indices(_ box: Box, of wanted: Int) -> [Int] {
        guard let (version, flags, rest) = box.full else { return [] }
        var bytes = rest
        let isLong = flags & 1 == 1
        for _ in 0..<(bytes.bigEndian(bytes: 4) ?? 0) {
            guard let item = bytes.bigEndian(bytes: version == 0 ? 2 : 4), let count = bytes.byte(),
                let numbers = bytes.bytes(Int(count) * (isLong ? 2 : 1))
            else { return [] }
            guard item == wanted else { continue }
            var list = MediaBytes(numbers)
            // The highest bit says that it matters.
            return (0..<count).compactMap { _ in
                list.bigEndian(bytes: isLong ? 2 : 1).map { $0 & (isLong ? 0x7FFF : 0x7F) }
            }
        }
        return []
    }

    private mutating func take(_ property: Box) {
        var bytes = MediaBytes(property.body)
        switch property.type {
        case "ispe":
            guard size == nil, bytes.bytes(4) != nil, let width = bytes.bigEndian(bytes: 4),
                let height = bytes.bigEndian(bytes: 4)
            else { return }
            size = MediaSize(width: width, height: height)
        case "clap":
            let numbers = (0..<4).compactMap { _ in bytes.bigEndian(bytes: 4) }
            guard let whole = size, numbers.count == 4, numbers[1] > 0, numbers[3] > 0 else { return }
            let cut = MediaSize(width: numbers[0] / numbers[1], height: numbers[2] / numbers[3])
            let isWithin = cut.width <= whole.width && cut.height <= whole.height
            if isWithin, cut.width > 0, cut.height > 0 { size = cut }
        case "irot":
            if let turns = bytes.byte(), turns & 1 == 1 { size = size?.turned }
        default: break
        }
    }
}
