import SnugChat

/// Files, as ``JSONWriter`` writes them.
extension Schema {
    private static let attachmentURL: Schema = .component(
        "AttachmentURL",
        .text(pattern: "^/api/v1/attachments/[0-9]+/.+$").described("The address of a file on this server."))

    private static let attachmentMembers = properties([
        "id": .id, "name": .string,
        "type": .string.described("The media type that its bytes say."),
        "size": .count.described("The bytes that are kept."),
        "width?": .count.described("Pixels, as it is to be shown."), "height?": .count,
        "alt?": .string.described("The words that stand for it where it is not seen."),
        "url": attachmentURL, "preview_url?": attachmentURL,
    ])

    static let attachment: Schema = .component("Attachment", .object(attachmentMembers))

    static let sentAttachment: Schema = .component(
        "SentAttachment",
        .object(
            attachmentMembers
                + properties([
                    "seq": .id.described("The number of its message."), "user_id": .id,
                    "timestamp": .time.described("The time of its message."),
                ])))
}
