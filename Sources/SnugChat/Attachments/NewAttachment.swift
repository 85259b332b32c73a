extension Refusal {
    /// The refusal of a message with a file that it cannot carry.
    public static let attachmentGone = Refusal.invalid(
        "attachment_ids", "One of these files is not there any more: add it again.")
}

extension [Attachment] {
    /// Checks the descriptions of one message's files together against ``Limits/altBytesPerMessageMax``.
    /// - Throws: ``Refusal/invalid(_:)``
    func checkDescriptions() throws(Refusal) {
        guard reduce(0, { $0 + ($1.alt?.utf8.count ?? 0) }) > Limits.altBytesPerMessageMax else { return }
        throw .invalid(
            "attachment_ids",
            "The descriptions of a message's files have at most \(Limits.altBytesPerMessageMax) bytes together.")
    }
}

/// A file as its sender announces it, before any of its bytes.
public struct NewAttachment: Sendable, Hashable {
    public var roomID: Room.ID
    public var name: String
    public var alt: String?
    /// The media type that the sender says; believed only where the bytes agree.
    public var declaredType: String
    /// The bytes that are to come.
    public var size: Int64
    /// The file of which this is the small picture: one of the sender's own that no message names yet.
    public var previewOf: Attachment.ID?

    public init(
        roomID: Room.ID,
        name: String,
        alt: String? = nil,
        declaredType: String,
        size: Int64,
        previewOf: Attachment.ID? = nil
    ) {
        self.roomID = roomID
        self.name = name
        self.alt = alt
        self.declaredType = declaredType
        self.size = size
        self.previewOf = previewOf
    }

    /// Returns it as it is kept: its name in one line without the signs of a path, no blank description.
    /// - Throws: ``Refusal/invalid(_:)``
    func checked() throws(Refusal) -> NewAttachment {
        var check = FieldCheck()
        var checked = self
        checked.name = FileName.safe(name)
        if !checked.name.isVisible || [".", ".."].contains(checked.name) {
            check.refuse("name", "Please give a name.")
        } else if checked.name.utf8.count > Limits.attachmentNameBytesMax {
            check.refuse("name", "The name of a file has at most \(Limits.attachmentNameBytesMax) bytes.")
        }
        checked.alt = alt.map(\.inOneLine).flatMap { $0.isVisible ? $0 : nil }
        if checked.alt?.unicodeScalars.count ?? 0 > Limits.altCharactersMax {
            check.refuse("alt", "A description has at most \(Limits.altCharactersMax) characters.")
        }
        try check.finish()
        return checked
    }
}
