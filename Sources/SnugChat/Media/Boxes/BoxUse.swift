/// The use that is made of a box of a file, by its type and the one that it stands in.
enum BoxUse {
    case kept
    /// Its boxes are looked at one by one.
    case opened
    /// It is read as a whole.
    case read
    /// It gives way to an empty one of the same length: places in the file are counted from its beginning, so that
    /// nothing may move.
    case emptied

    /// Boxes that say nothing, which may stand before the one that tells the brands.
    static let fillers: Set<String> = ["free", "skip", "wide"]
    /// Boxes that hold a place, a camera or notes, whatever they stand in; in the empty ones cameras hide the rest.
    private static let notes: Set<String> = ["udta", "meta", "uuid", "free", "skip"]
    /// The boxes at the top of which there is a use; all that makers invent besides is emptied.
    private static let structure: Set<String> = ["mdat", "moof", "mfra", "sidx", "ssix", "styp", "pdin"]

    init(_ type: String, in parent: String?, of brands: BoxBrands?) {
        self =
            switch (parent, type) {
            case (nil, "ftyp"): brands == nil ? .read : .emptied
            case (nil, "meta"): brands?.isPicture == true ? .read : .emptied
            case (nil, "moov"), ("moov", "trak"), ("trak", "mdia"): .opened
            case ("moov", "mvhd"), ("trak", "tkhd"), ("mdia", "mdhd"), ("mdia", "hdlr"): .read
            case (nil, _): Self.structure.contains(type) ? .kept : .emptied
            default: Self.notes.contains(type) ? .emptied : .kept
            }
    }
}
