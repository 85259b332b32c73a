public import SnugChat

/// A database that copies are made of, from outside of the server that may be at work on it.
public enum CopiedDatabase {
    /// A file, which is copied page by page.
    case file(String)
    /// A database elsewhere, which is copied row by row: a function that lends its rows to another.
    case rows((_ work: (any MoveSource) throws -> Void) throws -> Void)

    /// The file; nil for a database elsewhere.
    var file: String? { if case .file(let path) = self { path } else { nil } }
}
