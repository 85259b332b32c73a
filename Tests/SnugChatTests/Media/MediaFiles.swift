import Foundation
import SnugChat

/// Files with a place, a camera and notes, as `Tests/vectors/media/make` writes them.
enum MediaFiles {
    static let pictures = [
        "progressive-6.jpg", "several.jpg", "motion.jpg", "rgb.png", "moving.png", "lossy.webp", "moving.webp",
        "moving.gif", "turned.heic", "turned.avif", "moving.avif",
    ]
    static let films = ["telephone.mp4", "turned.mp4", "sound.m4a", "voice.mp4", "camera.mov"]
    static let all = pictures + films
    /// The word in each of their notes.
    static let secret = "SNUGSECRET"

    static func bytes(_ name: String) throws -> [UInt8] {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return Array(try Data(contentsOf: tests.appendingPathComponent("vectors/media/\(name)")))
    }
}

/// A file as it left the filter.
struct Filtered: Equatable {
    var kept: [UInt8] = []
    var kind = MediaKind(type: "")

    /// Sends it in pieces, each as long as is said; at once where nothing is.
    init(_ file: [UInt8], as type: String = "", pieces: () -> Int = { .max }) throws(MediaFault) {
        var filter = MediaFilter(declaredType: type)
        var rest = file[...]
        while !rest.isEmpty {
            let piece = rest.prefix(pieces())
            try filter.take(piece, into: &kept)
            rest = rest.dropFirst(piece.count)
        }
        kind = try filter.finish(into: &kept)
    }

    func holds(_ text: String) -> Bool { kept.holds(text) }
}

extension [UInt8] {
    func holds(_ text: String) -> Bool { Data(self).range(of: Data(text.utf8)) != nil }

    /// Adds a box of the ISO base media file format.
    static func box(_ type: String, _ body: [UInt8]) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: (body.count + 8) >> (24 - 8 * $0)) } + Array(type.utf8) + body
    }
}
