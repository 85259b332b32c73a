/// The kinds of files that the first box names (ISO 14496-12 §4.3).
enum BoxBrands {
    /// A picture of items, in the format of this type.
    case picture(String)
    /// Pictures or sounds in time.
    case film(String)

    private static let avif: Set<String> = ["avif", "avis"]
    private static let heic: Set<String> = ["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs"]
    private static let heif: Set<String> = ["mif1", "mif2", "msf1", "miaf"]
    private static let sounds: Set<String> = ["M4A ", "M4B ", "M4P "]
    private static let films: Set<String> = [
        "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "mp41", "mp42", "avc1", "dash", "M4V ",
        "MSNV", "cmfc", "cmf2",
    ]

    static let quickTime = BoxBrands.film("video/quicktime")

    /// Reads the body of the box; nil where it names nothing that is known.
    init?(_ body: ArraySlice<UInt8>) {
        var bytes = MediaBytes(body)
        guard let major = bytes.code(), bytes.bytes(4) != nil else { return nil }
        var all: Set<String> = [major]
        while let brand = bytes.code() { all.insert(brand) }
        if Self.avif.union(Self.heic).union(Self.heif).contains(major) {
            let isAVIF = !all.isDisjoint(with: Self.avif)
            self = .picture(isAVIF ? "image/avif" : all.isDisjoint(with: Self.heic) ? "image/heif" : "image/heic")
        } else if major == "qt  " {
            self = Self.quickTime
        } else if Self.sounds.contains(major) {
            self = .film("audio/mp4")
        } else if major.hasPrefix("3g") {
            self = .film("video/3gpp")
        } else if !all.isDisjoint(with: Self.films) {
            self = .film("video/mp4")
        } else {
            return nil
        }
    }

    var isPicture: Bool { if case .picture = self { true } else { false } }
}
