/// The body of a call that mails a code to an address, of today's routes and of the original's alike.
struct AddressForm: RequestBody {
    var email: String

    static let schema: Schema = .body(["email": .email])
    static let example: JSONValue = ["email": "ada@example.org"]
}
