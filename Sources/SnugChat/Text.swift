extension StringProtocol {
    /// The text without the white space at both ends.
    public var trimmed: String {
        // By scalars: to find the bounds of characters in a long run of spaces takes a hundred times as long.
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        var trimmed = String.UnicodeScalarView()
        trimmed.append(contentsOf: scalars[first...last])
        return String(trimmed)
    }

    /// True if there is nothing but white space.
    var isBlank: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }

    /// True if there is something to see: more than white space and characters that only act on others.
    var isVisible: Bool { unicodeScalars.contains { !$0.isBlank && !$0.isUnseen } }

    /// True if the text holds a control character (Unicode category Cc), a line break or a text direction override.
    ///
    /// A name with a line break in it could forge a mail header; one with an override could pose as another name.
    public var hasControlCharacter: Bool { unicodeScalars.contains(where: \.actsOnTerminal) }

    /// The form that names are searched by: lower case, so that `É` is found by `é`.
    public var folded: String { lowercased() }
}

/// A collection of what is wrong with a request's fields, so that a person hears of everything at once.
struct FieldCheck {
    private(set) var found: [InvalidField] = []

    /// Adds a field that is not acceptable, with a sentence for a person.
    mutating func refuse(_ field: String, _ message: String) {
        found.append(InvalidField(field: field, message: message))
    }

    /// Checks a name: one line of 1 to `charactersMax` Unicode scalars, of which something is to be seen.
    /// - Returns: the name without white space at its ends and without characters that nobody sees.
    mutating func name(_ typed: String, field: String = "name", charactersMax: Int) -> String {
        let name = VisibleText(typed).text
        if !name.isVisible {
            refuse(field, "Please give a name.")
        } else if name.unicodeScalars.count > charactersMax {
            refuse(field, "A name has at most \(charactersMax) characters.")
        } else if typed.trimmed.hasControlCharacter {
            refuse(field, "A name is one line of text.")
        }
        return name
    }

    /// Checks a person's name: as any, and none of those that the page itself says.
    /// - Returns: the name as ``name(_:field:charactersMax:)`` does.
    mutating func personName(_ typed: String) -> String {
        let name = name(typed, charactersMax: Limits.nameCharactersMax)
        if name.unicodeScalars.count <= Limits.nameCharactersMax, ReservedNames.hold(name) {
            refuse("name", "Nobody can have this name: the page itself uses it.")
        }
        return name
    }

    /// Checks an e-mail address.
    /// - Returns: the address in its stored spelling; nil where it is none.
    mutating func email(_ typed: String) -> EmailAddress? {
        let address = EmailAddress(typed)
        if address == nil { refuse("email", "This is not an e-mail address.") }
        return address
    }

    /// Checks a new password's length (Unicode scalars), and that it is not easily guessed.
    /// - Parameter context: words that are no passwords here: the site's name, the own address.
    mutating func password(_ password: String, field: String = "password", besides context: [String]) {
        let count = password.unicodeScalars.count
        if count < Limits.passwordCharactersMin {
            refuse(field, "A password has at least \(Limits.passwordCharactersMin) characters.")
        } else if count > Limits.passwordCharactersMax {
            refuse(field, "A password has at most \(Limits.passwordCharactersMax) characters.")
        } else if password.unicodeScalars.contains("\0") {
            refuse(field, "A password cannot hold a NUL character.")
        } else if CommonPasswords.holds(password) {
            refuse(field, "This password is one of the commonest: it would be guessed.")
        } else if context.contains(where: { CommonPasswords.isMadeOf(password, $0) }) {
            refuse(field, "This password could be guessed from the address or the site's name.")
        }
    }

    /// Refuses the request where anything was wrong.
    /// - Throws: ``Refusal/invalid(_:)`` with every field that is not acceptable.
    func finish() throws(Refusal) {
        if !found.isEmpty { throw .invalid(found) }
    }
}
