"""The rules read Swift as it is meant: comments, strings, functions and documentation."""

from doc_comments import doc_comments
from swift_functions import functions
from swift_source import blanked

SOURCE = '''
/// What it holds.
struct Box {
    /// Returns the "lid".
    /// - Parameter key: opens it.
    @discardableResult
    public func lid(of key: String = "{", _ tries: [Int: Int], then: (Int) -> Void) async throws
        -> Lid
    {
        /* { /* nested { */ */
        let text = "a \\(find("}") ?? "{") // no comment"
        let raw = #"a " \\( { "#
        let long = """
            { "quoted" func nothing() {}
            """
        return Lid(text, raw, long)  // }
    }
    func `a name's own "quotes"`() { open() }
    init?(from data: Data) { nil }
}
protocol Port {
    func send(_ mail: Mail) async throws(Fault) -> (Int, Int)
    func close()
}
'''


def test_comments_and_strings_are_blank_and_places_stay():
    code = blanked(SOURCE)
    assert len(code) == len(SOURCE) and code.count("\n") == SOURCE.count("\n")
    assert code.count("{") == code.count("}") == 5
    assert "nothing" not in code and "comment" not in code and "find" not in code


def test_functions_have_titles_modifiers_types_and_lengths():
    lid, named, made = functions(SOURCE)
    assert (lid.title, lid.modifiers, lid.line, lid.lines) == ("lid(of:_:then:)", {"public"}, 7, 11)
    assert [(each.name, each.type) for each in lid.parameters] == [
        ("key", "String"), ("tries", "[Int: Int]"), ("then", "(Int) -> Void")]
    assert (named.lines, made.title) == (1, "init(from:)")


def test_documentation_has_a_grammar():
    assert [(each.line, each.grammar) for each in doc_comments(SOURCE)] == [
        (2, "relative clause"), (4, "verb phrase")]
