/// The media type that a sender names, without its parameters.
struct DeclaredType: Hashable {
    let name: String

    init(_ header: String) {
        let end = header.firstIndex(of: ";") ?? header.endIndex
        name = header[..<end].filter { !$0.isWhitespace }.lowercased()
    }

    /// Types that are believed of bytes with no sign of another: none is run or drawn by anything that opens it.
    private static let harmless: Set<String> = [
        "text/plain", "text/csv", "text/markdown", "text/calendar", "text/vcard",
        "application/json", "application/rtf", "application/gzip", "application/x-tar", "application/x-7z-compressed",
        "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
    ]
    /// Types of documents that are ZIP archives.
    private static let archives: Set<String> = [
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.presentation", "application/epub+zip",
    ]

    var isHarmless: Bool { Self.harmless.contains(name) }

    var isArchive: Bool { Self.archives.contains(name) }
}
