/// A text without the characters that nobody sees, by which one name could pose as another.
///
/// A joiner, a variation selector or a tag stays where it changes what is seen: between letters of scripts that join,
/// and in emoji.
struct VisibleText {
    /// The text, without white space at its ends or twice in a row.
    let text: String

    init(_ typed: some StringProtocol) {
        let scalars = Array(typed.trimmed.unicodeScalars)
        var kept = String.UnicodeScalarView()
        var before: Unicode.Scalar?
        for (index, scalar) in scalars.enumerated() {
            if scalar.isBlank, before?.isBlank ?? true { continue }
            if scalar.isUnseen {
                let after = index + 1 < scalars.count ? scalars[index + 1] : nil
                guard let before, scalar.isSeen(between: before, and: after) else { continue }
            }
            kept.append(scalar)
            before = scalar
        }
        if let last = kept.last, last.isBlank { kept.removeLast() }
        text = String(kept)
    }
}

extension Unicode.Scalar {
    private static let joiner: Unicode.Scalar = "\u{200D}"
    private static let keycap: Unicode.Scalar = "\u{20E3}"
    private static let flag: Unicode.Scalar = "\u{1F3F4}"
    private static let tags: ClosedRange<Unicode.Scalar> = "\u{E0020}"..."\u{E007F}"

    /// True for white space, and for the empty pattern of Braille.
    var isBlank: Bool { properties.isWhitespace || value == 0x2800 }

    /// True for what has no shape of its own: what may be ignored (Unicode, Default_Ignorable_Code_Point), the
    /// annotations between lines, and the note without a head.
    var isUnseen: Bool {
        properties.isDefaultIgnorableCodePoint || (0xFFF9...0xFFFB).contains(value) || value == 0x1_D159
    }

    /// Returns true where a scalar without a shape changes that of its neighbours (UTS #51; UAX #31 §2.3).
    /// - Parameters:
    ///   - before: what was kept before it.
    ///   - after: what follows; nil at the end.
    fileprivate func isSeen(between before: Unicode.Scalar, and after: Unicode.Scalar?) -> Bool {
        switch value {
        case 0x200C, 0x200D:
            if before.isOfJoiningScript {
                return after?.isOfJoiningScript ?? false
                    || self == Self.joiner && before.properties.canonicalCombiningClass == .virama
            }
            return self == Self.joiner && before.isInEmoji && after?.isPicture ?? false
        case 0xFE0E, 0xFE0F: return before.isPicture || before.properties.isEmoji && after == Self.keycap
        case 0xFE00...0xFE0D, 0xE_0100...0xE_01EF: return before.properties.isIdeographic
        case 0x180B...0x180F: return (0x1820...0x18AA).contains(before.value)
        default: return Self.tags.contains(self) && (before == Self.flag || Self.tags.contains(before))
        }
    }

    /// True for an emoji that is no digit or sign of the keyboard.
    private var isPicture: Bool { properties.isEmoji && value >= 0x80 }

    private var isInEmoji: Bool { isPicture || value == 0xFE0F || Self.tags.contains(self) }

    /// True for letters and marks of scripts whose letters join, in which a joiner is a part of the spelling: Arabic and
    /// its kin, those of India and its neighbours, Mongolian.
    private var isOfJoiningScript: Bool {
        guard !isUnseen, properties.isAlphabetic || properties.generalCategory.isMark else { return false }
        return switch value {
        case 0x0620...0x08FF, 0x0900...0x0DFF, 0x1000...0x109F, 0x1780...0x18AF, 0x1B00...0x1B7F, 0xA840...0xA87F,
            0xA980...0xA9DF, 0x1_0AC0...0x1_0AFF, 0x1_0D00...0x1_0D3F, 0x1_1000...0x1_15FF, 0x1_E900...0x1_E95F:
            true
        default: false
        }
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isMark: Bool { self == .nonspacingMark || self == .spacingMark || self == .enclosingMark }
}
