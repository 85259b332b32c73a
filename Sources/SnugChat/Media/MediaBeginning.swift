/// The first bytes of a file, by which its format is known.
struct MediaBeginning {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Returns the format, with the declared type where the bytes bear it out.
    func format(declaredType header: String) -> any MediaFormat {
        let declared = DeclaredType(header)
        if holds([0xFF, 0xD8, 0xFF]) { return JPEGFormat() }
        if holds(PNGFormat.signature) { return PNGFormat() }
        if GIFFormat.signatures.contains(where: { holds($0) }) { return GIFFormat() }
        if holds("RIFF"), holds("WEBP", at: 8) { return WebPFormat() }
        if isFilm { return BoxFormat() }
        return PlainFormat(plainType(declared))
    }

    /// True for boxes of ISO 14496-12 or QuickTime.
    ///
    /// Some begin with an empty one. A text does too whose second word is "free" or "wide", but no text holds a zero.
    private var isFilm: Bool {
        ["ftyp", "moov", "mdat"].contains { holds($0, at: 4) }
            || holds([0]) && BoxUse.fillers.contains { holds($0, at: 4) }
    }

    /// Returns the type of a file that nothing is taken from.
    private func plainType(_ declared: DeclaredType) -> String {
        if holds("RIFF"), holds("WAVE", at: 8) { return "audio/wav" }
        if holds("OggS") { return isOggAudio ? "audio/ogg" : "application/ogg" }
        if holds([0x1A, 0x45, 0xDF, 0xA3]) { return matroskaType(declared) }
        if holds("ID3") || isMP3Frame { return "audio/mpeg" }
        if holds("%PDF-") { return "application/pdf" }
        if holds("PK\u{3}\u{4}") || holds("PK\u{5}\u{6}") {
            return declared.isArchive ? declared.name : "application/zip"
        }
        return declared.isHarmless ? declared.name : MediaKind.unknown
    }

    /// True for the first page of a sound: its first packet names the codec, behind a head of 28 bytes (RFC 3533 §6).
    private var isOggAudio: Bool {
        ["OpusHead", "\u{1}vorbis", "\u{7F}FLAC", "Speex   "].contains { holds($0, at: 28) }
    }

    /// True for the head of an MPEG audio frame of layer III (ISO 11172-3 §2.4.1.3).
    private var isMP3Frame: Bool {
        guard bytes.count >= 4, bytes[0] == 0xFF, bytes[1] & 0xE0 == 0xE0 else { return false }
        let (version, layer) = (bytes[1] >> 3 & 3, bytes[1] >> 1 & 3)
        let (rate, frequency) = (bytes[2] >> 4, bytes[2] >> 2 & 3)
        return version != 1 && layer == 1 && rate != 0 && rate != 15 && frequency != 3
    }

    /// Returns the type of a file of EBML: its header names it in an element of the id 0x4282 (RFC 8794 §11.2.7).
    private func matroskaType(_ declared: DeclaredType) -> String {
        guard let place = bytes.indices.first(where: { holds([0x42, 0x82], at: $0) }) else { return MediaKind.unknown }
        let name = place + 3
        if holds([0x84], at: place + 2), holds("webm", at: name) {
            return declared.name == "audio/webm" ? declared.name : "video/webm"
        }
        return holds("matroska", at: name) ? "video/x-matroska" : MediaKind.unknown
    }

    private func holds(_ text: String, at index: Int = 0) -> Bool { holds(Array(text.utf8), at: index) }

    private func holds(_ sign: [UInt8], at index: Int = 0) -> Bool { bytes.dropFirst(index).starts(with: sign) }
}
