import Crypto

/// The bytes of a file as they come: filtered, counted, hashed and cut into pieces to be kept.
///
/// It holds less than one piece beside the bytes that it is handed, and what its filter holds: of a HEIC or AVIF the box
/// that says where its parts lie (``Limits/mediaMetaBytesMax``).
struct FileIntake {
    private let sizeMax: Int64
    private var filter: MediaFilter
    private var kept: [UInt8] = []
    private var hash = SHA256()
    private var received: Int64 = 0
    private(set) var size: Int64 = 0
    /// The number of pieces cut off so far.
    private(set) var count = 0

    /// Creates the intake of a file that was announced.
    init(of new: NewAttachment) {
        sizeMax = new.size
        filter = MediaFilter(declaredType: new.declaredType)
    }

    /// Takes the next bytes, and returns a piece once there is a whole one.
    ///
    /// A part of more bytes than a piece has takes several calls.
    /// - Parameter part: the bytes; those that were taken are removed from it.
    /// - Throws: ``Refusal/tooLarge(max:)`` one byte over what was announced; ``Refusal/invalid(_:)``
    mutating func take(_ part: inout ArraySlice<UInt8>) throws(Refusal) -> [UInt8]? {
        while !part.isEmpty, kept.count < Limits.attachmentChunkBytes {
            let taken = part.prefix(Limits.filterBytesAtOnce)
            part = part.dropFirst(taken.count)
            received += Int64(taken.count)
            guard received <= sizeMax else { throw .tooLarge(max: sizeMax) }
            do throws(MediaFault) { try filter.take(taken, into: &kept) } catch { throw Self.refusal(of: error) }
        }
        return cut()
    }

    /// Ends the file.
    /// - Returns: its kind; its last pieces come by ``cut()`` and ``rest()``.
    /// - Throws: ``Refusal/invalid(_:)`` where bytes are missing, or it cannot be kept.
    mutating func finish() throws(Refusal) -> MediaKind {
        guard received == sizeMax else { throw .invalid("file", "The file did not come whole. Send it again.") }
        do throws(MediaFault) { return try filter.finish(into: &kept) } catch { throw Self.refusal(of: error) }
    }

    /// Cuts off a piece, where there is a whole one.
    mutating func cut() -> [UInt8]? {
        let length = Int(Limits.attachmentChunkBytes)
        guard kept.count >= length else { return nil }
        let piece = Array(kept.prefix(length))
        kept.removeFirst(length)
        note(piece)
        return piece
    }

    /// Takes the last piece, which is not a whole one; nil where there is none.
    mutating func rest() -> [UInt8]? {
        guard !kept.isEmpty else { return nil }
        defer { kept = [] }
        note(kept)
        return kept
    }

    /// The SHA-256 of all pieces.
    func sha256() -> [UInt8] { Array(hash.finalize()) }

    private mutating func note(_ piece: [UInt8]) {
        hash.update(data: piece)
        size += Int64(piece.count)
        count += 1
    }

    private static func refusal(of fault: MediaFault) -> Refusal {
        switch fault {
        case .uncleanable:
            .invalid(
                "file", "This picture cannot be freed of what it carries beside it. Save it anew and try again.")
        }
    }
}
