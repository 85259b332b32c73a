import Foundation

/// The form in which letters are searched for: without case, accents and width, in one spelling of many.
///
/// Each scalar is folded by itself, by a table that is made once, so that folding takes the same time for any text. The
/// web client's `text/search-text.js` folds alike; `Tests/vectors/search.json` holds both to it.
enum SearchFolding {
    /// A letter of a word, or of a script without spaces between words; nothing of either ends both.
    enum Element: Hashable {
        case separator
        /// A mark that does not count: the letter before it goes on.
        case mark
        case letter(UInt32)
        /// A letter of a script that puts no spaces between words.
        case unspaced(UInt32)
    }

    /// Hands on what a scalar is folded to: mostly one element, of a ligature its letters.
    @inline(__always)
    static func fold(_ scalar: UInt32, _ take: (Element) -> Void) {
        if scalar < 0x80 { return take(ascii(scalar)) }
        switch table[scalar] {
        case .one(let element): take(element)
        case .several(let places): for element in table.elements[places] { take(element) }
        }
    }

    /// A number that changes with any letter's folding: an index of words was made by one of them.
    ///
    /// The tables of Unicode that it rests on come with the toolchain, and grow with its versions.
    static var fingerprint: UInt64 { table.fingerprint }

    private static let table = Table()

    @inline(__always)
    private static func ascii(_ scalar: UInt32) -> Element {
        switch scalar {
        case 0x30...0x39, 0x61...0x7A: .letter(scalar)
        case 0x41...0x5A: .letter(scalar | 0x20)
        default: .separator
        }
    }

    /// The elements that each scalar is folded to: two planes in pages, of which many are alike; nothing folds in the
    /// others but ideographs that are there for compatibility.
    private struct Table {
        enum Entry {
            case one(Element)
            /// Places among ``elements``.
            case several(Range<Int>)
        }

        private var numbers: [UInt16] = []
        private var pages: [[UInt32]] = []
        /// The elements of all scalars that are folded to several, one after the other.
        private(set) var elements: [Element] = []
        private var ends: [Int] = []
        private(set) var fingerprint: UInt64 = 0xCBF2_9CE4_8422_2325

        private static let pageSize = 256
        /// The planes of letters, and the block of ideographs for compatibility in the plane behind them.
        private static let parts: [Range<UInt32>] = [0..<0x2_0000, 0x2_F800..<0x2_FB00]

        init() {
            var known: [[UInt32]: UInt16] = [:]
            for part in Self.parts {
                for first in stride(from: part.lowerBound, to: part.upperBound, by: Self.pageSize) {
                    let page = (first..<first + UInt32(Self.pageSize)).map { coded($0) }
                    let number = known[page] ?? UInt16(pages.count)
                    if known.updateValue(number, forKey: page) == nil { pages.append(page) }
                    numbers.append(number)
                }
            }
            for number in numbers { mix(UInt32(number)) }
            for page in pages { for code in page { mix(code) } }
            for element in elements { mix(Self.code(element)) }
        }

        subscript(scalar: UInt32) -> Entry {
            let number: Int
            if scalar < 0x2_0000 {
                number = Int(scalar >> 8)
            } else if Self.parts[1].contains(scalar) {
                number = 0x200 + Int((scalar - 0x2_F800) >> 8)
            } else if scalar >= 0xE_0000 {
                // Tags and selectors of variants; nobody knows letters of private planes.
                return .one(scalar < 0xE_1000 ? .mark : .separator)
            } else {
                return .one(.unspaced(scalar))
            }
            let code = pages[Int(numbers[number])][Int(scalar & 0xFF)]
            guard code & 7 == 4 else { return .one(Self.element(code)) }
            let place = Int(code >> 3)
            return .several((place == 0 ? 0 : ends[place - 1])..<ends[place])
        }

        /// Returns an entry of a page: a kind in its last three bits, and a letter or the number of several before them.
        private mutating func coded(_ value: UInt32) -> UInt32 {
            guard let scalar = Unicode.Scalar(value) else { return Self.code(.separator) }
            let found = SearchFolding.elements(of: scalar)
            if found.count == 1 { return Self.code(found[0]) }
            elements += found
            ends.append(elements.count)
            return UInt32(ends.count - 1) << 3 | 4
        }

        private static func code(_ element: Element) -> UInt32 {
            switch element {
            case .separator: 0
            case .mark: 1
            case .letter(let letter): letter << 3 | 2
            case .unspaced(let letter): letter << 3 | 3
            }
        }

        private static func element(_ code: UInt32) -> Element {
            switch code & 7 {
            case 1: .mark
            case 2: .letter(code >> 3)
            case 3: .unspaced(code >> 3)
            default: .separator
            }
        }

        /// Takes a number into the fingerprint (FNV-1a).
        private mutating func mix(_ number: UInt32) {
            fingerprint = (fingerprint ^ UInt64(number)) &* 0x100_0000_01B3
        }
    }
}

extension SearchFolding {
    /// Returns what a scalar is folded to, by Unicode's own properties.
    private static func elements(of scalar: Unicode.Scalar) -> [Element] {
        if isMark(scalar.value) { return [.mark] }
        // A sign of a trade mark is no part of the name before it.
        if [0x2120, 0x2122].contains(scalar.value) { return [.separator] }
        switch (scalar.value, scalar.properties.generalCategory) {
        // Letters of Korean that are typed by themselves would grow together; the others are their own spelling.
        case (0x3131...0x318E, _), (0x3400...0x4DBF, _), (0x4E00...0x9FFF, _), (0xAC00...0xD7A3, _):
            return [.unspaced(scalar.value)]
        case (_, .unassigned), (_, .privateUse), (_, .control): return [.separator]
        default: break
        }
        var elements: [Element] = []
        for part in String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars {
            for lower in part.properties.lowercaseMapping.unicodeScalars where !isMark(lower.value) {
                if let spelled = spellings[lower.value] {
                    elements += spelled.unicodeScalars.map { .letter($0.value) }
                } else {
                    elements.append(element(lower))
                }
            }
        }
        return elements.isEmpty ? [.mark] : elements
    }

    private static func element(_ scalar: Unicode.Scalar) -> Element {
        // Apostrophes and half rings are letters to Unicode, as in Ukrainian and Hawaiian: most type signs instead.
        if 0x02B9...0x02BF ~= scalar.value { return .separator }
        return switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
            isUnspaced(scalar.value) ? .unspaced(scalar.value) : .letter(scalar.value)
        default: .separator
        }
    }

    /// Letters that are no others with a mark, and are written as these where a keyboard lacks them.
    private static let spellings: [UInt32: String] = [
        0x00DF: "ss", 0x00E6: "ae", 0x00F8: "o", 0x0111: "d", 0x0127: "h", 0x0131: "i", 0x0142: "l", 0x0153: "oe",
        0x0167: "t", 0x03C2: "\u{3C3}",
    ]

    /// Returns true for what does not count beside a letter: accents, the points of Hebrew and Arabic, and what cannot
    /// be seen.
    static func isMark(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x00AD, 0x0300...0x036F, 0x0483...0x0487, 0x0591...0x05BD, 0x05BF, 0x05C1...0x05C2, 0x05C4...0x05C5,
            0x05C7, 0x0610...0x061A, 0x061C, 0x0640, 0x064B...0x065F, 0x0670, 0x06D6...0x06DC, 0x06DF...0x06E4,
            0x06E7...0x06E8, 0x06EA...0x06ED, 0x180B...0x180F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x200B...0x200F,
            0x202A...0x202E, 0x2060...0x206F, 0x20D0...0x20FF, 0xFE00...0xFE0F, 0xFE20...0xFE2F, 0xFEFF,
            0xE_0000...0xE_0FFF:
            true
        default: false
        }
    }

    /// Returns true for scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, Chinese, Japanese, and
    /// Korean, whose particles stand at its words.
    private static func isUnspaced(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1100...0x11FF, 0x1780...0x17FF, 0x3005...0x3007, 0x3031...0x3035,
            0x3040...0x30FF, 0x3100...0x318F, 0x31A0...0x31BF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xA960...0xA97F, 0xA9E0...0xA9FF, 0xAA60...0xAA7F, 0xAC00...0xD7FF, 0xF900...0xFAFF, 0x1_AFF0...0x1_B16F,
            0x2_0000...0x3_FFFF:
            true
        default: false
        }
    }

    /// Returns the one letter that two are together, as their precomposed form (UAX #15): syllables of Korean, and kana
    /// with their sound marks.
    static func composed(_ first: UInt32, _ second: UInt32) -> UInt32? {
        switch (first, second) {
        case (0x1100...0x1112, 0x1161...0x1175): 0xAC00 + ((first - 0x1100) * 21 + second - 0x1161) * 28
        case (0xAC00...0xD7A3, 0x11A8...0x11C2) where (first - 0xAC00).isMultiple(of: 28): first + second - 0x11A7
        case (0x3046, 0x3099), (0x30A6, 0x3099): first + 0x4E
        case (0x30EF...0x30F2, 0x3099): first + 8
        case (0x309D, 0x3099), (0x30FD, 0x3099): first + 1
        case (0x304B...0x3062, 0x3099), (0x30AB...0x30C2, 0x3099): first.isMultiple(of: 2) ? nil : first + 1
        case (0x3064...0x3069, 0x3099), (0x30C4...0x30C9, 0x3099): first.isMultiple(of: 2) ? first + 1 : nil
        case (0x306F...0x307D, 0x3099), (0x30CF...0x30DD, 0x3099): first.isMultiple(of: 3) ? first + 1 : nil
        case (0x306F...0x307D, 0x309A), (0x30CF...0x30DD, 0x309A): first.isMultiple(of: 3) ? first + 2 : nil
        default: nil
        }
    }
}
