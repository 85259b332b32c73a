import Foundation

/// The form in which names are compared, and the ends of a name in a text.
///
/// The web client's `text/mention.js` does the same; `Tests/vectors/mentions.json` holds both to it.
enum NameFolding {
    static let sign = UInt32(UInt8(ascii: "@"))
    static let space = UInt32(UInt8(ascii: " "))
    private static let underscore = UInt32(UInt8(ascii: "_"))
    private static let apostrophe = UInt32(UInt8(ascii: "'"))
    private static let hyphen = UInt32(UInt8(ascii: "-"))
    private static let letterI = UInt32(UInt8(ascii: "i"))
    private static let letterS = UInt32(UInt8(ascii: "s"))

    /// Returns a text as Unicode scalars: decomposed (NFD, UAX #15) and in lower case, without what cannot be seen, with
    /// one apostrophe, one hyphen and one space for the many that keyboards and word processors make.
    static func folded(_ text: some StringProtocol) -> [UInt32] {
        var folded: [UInt32] = []
        var base: UInt32 = 0
        for scalar in withoutLongRunsOfMarks(text).decomposedStringWithCanonicalMapping.lowercased().unicodeScalars {
            switch scalar.value {
            case 0x00AD, 0x200B...0x200F, 0x2060, 0xFEFF: continue
            // İ in lower case is an i with a dot above it.
            case 0x0307 where base == letterI: continue
            case 0x00DF: folded += [letterS, letterS]
            case 0x0131: folded.append(letterI)
            case 0x03C2: folded.append(0x03C3)
            case 0x0060, 0x00B4, 0x02BB, 0x02BC, 0x2018, 0x2019, 0x2032, 0xFF07: folded.append(apostrophe)
            case 0x2010, 0x2011: folded.append(hyphen)
            case 0x00A0, 0x202F, 0x3000: folded.append(space)
            case 0xFF20: folded.append(sign)
            case let other: folded.append(other)
            }
            if let last = folded.last, !isContinuation(last) { base = last }
        }
        return folded
    }

    /// Returns a text in which no more than ``Limits/marksInARowMax`` marks follow each other: to sort more of them
    /// takes the square of their number (UAX #15 §13, stream-safe text).
    private static func withoutLongRunsOfMarks(_ text: some StringProtocol) -> String {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return String(text) }
        var kept = String.UnicodeScalarView()
        var marks = 0
        for scalar in text.unicodeScalars {
            marks = scalar.properties.canonicalCombiningClass == .notReordered ? 0 : marks + 1
            if marks <= Limits.marksInARowMax { kept.append(scalar) }
        }
        return String(kept)
    }

    /// Returns a folded text without the accents of Latin, Greek and Cyrillic letters.
    static func withoutAccents(_ folded: ArraySlice<UInt32>) -> ArraySlice<UInt32> {
        folded.filter { !(0x0300...0x036F).contains($0) }[...]
    }

    /// Returns true if a sign in front of a name can stand behind this scalar; nil is the text's beginning.
    static func mayPrecede(_ scalar: UInt32?) -> Bool {
        guard let scalar else { return true }
        return !isWord(scalar) || isUnspaced(scalar)
    }

    /// Returns true if a name can end between its last scalar and what follows it.
    /// - Parameters:
    ///   - last: the name's last scalar.
    ///   - rest: the text behind it.
    ///   - isWhole: false for a part of a name: in a script without spaces it would begin other names too.
    static func ends(_ last: UInt32, before rest: ArraySlice<UInt32>, isWhole: Bool) -> Bool {
        guard let next = rest.first else { return true }
        if next == underscore {
            // Emphasis ends there, a longer word does not.
            return rest.first { $0 != underscore }.map { !isWord($0) } ?? true
        }
        if isContinuation(next) { return false }
        if !isWord(next) { return true }
        return isUnspaced(last) ? isWhole : isUnspaced(next)
    }

    /// Returns true for letters, marks and numbers.
    private static func isWord(_ scalar: UInt32) -> Bool {
        switch Unicode.Scalar(scalar)?.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
            true
        default: false
        }
    }

    /// Returns true for a scalar that belongs to the one before it: a mark, or a later part of a Hangul syllable.
    private static func isContinuation(_ scalar: UInt32) -> Bool {
        switch Unicode.Scalar(scalar)?.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: (0x1160...0x11FF).contains(scalar) || (0xD7B0...0xD7FF).contains(scalar)
        }
    }

    /// Returns true for a scalar of a script that puts no space between a name and what follows: Thai, Lao, Tibetan,
    /// Burmese, Khmer, Chinese, Japanese, and Korean with its particles.
    private static func isUnspaced(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x0E00...0x0FFF, 0x1000...0x109F, 0x1100...0x11FF, 0x1780...0x17FF, 0x2E80...0x2FDF, 0x3005...0x3007,
            0x3040...0x30FF, 0x3100...0x318F, 0x31A0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA9E0...0xA9FF,
            0xAA60...0xAA7F, 0xAC00...0xD7FF, 0xF900...0xFAFF, 0xFF66...0xFF9D, 0x2_0000...0x3_FFFF:
            true
        default: false
        }
    }
}
