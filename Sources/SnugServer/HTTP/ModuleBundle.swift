/// The web client's modules joined into a script for each page's start and each `import()`, so that a page costs a
/// handful of requests.
///
/// It is done once, when the server starts; the modules stay as they are, but for lines that are empty or comments and
/// for the blanks before a line.
///
/// It knows the shapes our own modules use: `import { … }` and `import * as … from "./x.js";`, `export` in front of a
/// declaration, and `export { … }` with or without `from`, each at the beginning of a line. A module becomes a function
/// that is called once and gives its exports; a module that imports it takes them from there. What a bundle shares with
/// the first one it takes from that. An `import()` is written anew, from the folder of the bundle that its module has
/// come into.
struct ModuleBundle {
    /// The reason that modules cannot be joined: a mistake in them, which a test finds.
    struct Fault: Error, CustomStringConvertible {
        var description: String
    }

    private struct Module {
        var name: String
        var imports: [String] = []
        var dynamicImports: [String] = []
        var exports: [String] = []
        var body = ""
        /// True if it waits for something while it is loaded.
        var awaits = false
    }

    private var modules: [String: Module] = [:]

    /// - Parameter sources: every module by its name, `words/en.js`.
    init(_ sources: [String: String]) throws {
        for (name, source) in sources { modules[name] = try Self.read(name, source) }
    }

    /// Returns the bundles by the names of the modules they begin with.
    /// - Parameter entry: the module that the page starts.
    func bundles(from entry: String) throws -> [String: String] {
        let first = try order(from: entry, without: [])
        var bundles = [entry: "export const modules = {};\n" + first.map { text(of: $0, in: entry) }.joined()]
        var waiting = first.flatMap { modules[$0]?.dynamicImports ?? [] }
        while let root = waiting.popLast() {
            guard bundles[root] == nil, let exports = modules[root]?.exports else { continue }
            let order = try order(from: root, without: Set(first))
            let names = exports.joined(separator: ", ")
            bundles[root] =
                "import { modules } from \"\(Self.top(from: root))\(entry)\";\n"
                + order.map { text(of: $0, in: root) }.joined()
                + "export const { \(names) } = modules[\"\(root)\"];\n"
            waiting += order.flatMap { modules[$0]?.dynamicImports ?? [] }
        }
        return bundles
    }

    /// Returns the names of a module's imports, each after all that it imports, and last its own.
    private func order(from root: String, without known: Set<String>) throws -> [String] {
        var order: [String] = []
        var seen = known
        var path: [String] = []
        func visit(_ name: String) throws {
            if path.contains(name) { throw Fault(description: "\(name) imports itself by way of \(path)") }
            guard seen.insert(name).inserted else { return }
            guard let module = modules[name] else { throw Fault(description: "there is no module \(name)") }
            path.append(name)
            for next in module.imports { try visit(next) }
            path.removeLast()
            order.append(name)
        }
        try visit(root)
        return order
    }

    private func text(of name: String, in bundle: String) -> String {
        guard let module = modules[name] else { return "" }
        let body = module.body.replacingBytes(of: "import(\"", with: "import(\"\(Self.top(from: bundle))")
        let (before, after) = module.awaits ? ("await (async ", ")()") : ("(", ")()")
        let exports = module.exports.joined(separator: ", ")
        return "modules[\"\(name)\"] ??= \(before)() => {\n\(body)return { \(exports) };\n}\(after);\n"
    }

    // Reading

    /// Returns a script without what is for whoever reads its source: empty lines, lines that are comments, and the blanks
    /// before a line.
    static func bare(_ script: String) -> String {
        script[...].byteLines.compactMap(code).map { $0 + "\n" }.joined()
    }

    /// Returns the code of a line; nil where there is none.
    private static func code(of line: Substring) -> Substring? {
        let code = line.drop { $0 == " " }
        return code.isEmpty || code.utf8.starts(with: "//".utf8) ? nil : code
    }

    private static func read(_ name: String, _ source: String) throws -> Module {
        var module = Module(name: name)
        var lines = source[...].byteLines[...]
        while let line = lines.popFirst() {
            guard let code = code(of: line) else { continue }
            if line.hasPrefix("import ") {
                var statement = String(line)
                while !statement.hasSuffix(";"), let next = lines.popFirst() { statement += " " + next }
                module.body += try read(import: statement, into: &module)
            } else if line.hasPrefix("export {") {
                // `export { a, b };` or `export { a, b } from "./x.js";`
                let names = line.components(between: "{", and: "}").first ?? ""
                module.exports += names.split(separator: ",").map { String($0.filter { $0 != " " }) }
                if line.contains(" from ") { module.body += try read(import: String(line), into: &module) }
            } else if line.hasPrefix("export ") {
                module.body += try read(export: line, into: &module)
            } else {
                module.body += code + "\n"
            }
            if line.hasPrefix("await ") || !line.hasPrefix(" ") && line.contains("= await ") { module.awaits = true }
            for path in line.components(between: "import(\"", and: "\")") {
                let target = resolve(path, from: name)
                module.dynamicImports.append(target)
                module.body = module.body.replacingBytes(of: "import(\"\(path)\")", with: "import(\"\(target)\")")
            }
        }
        return module
    }

    /// Reads an import, such as `import { a, b as c } from "./x.js";` or `import * as x from "./x.js";`.
    private static func read(import statement: String, into module: inout Module) throws -> String {
        let all = statement.components(between: "* as ", and: " from").first
        let some = statement.components(between: "{", and: "}").first.map {
            "{\($0.replacingBytes(of: " as ", with: ": "))}"
        }
        guard let names = all.map(String.init) ?? some,
            let path = statement.components(between: "from \"", and: "\"").first
        else { throw Fault(description: "\(module.name) imports in a way that is not known here: \(statement)") }
        let target = resolve(path, from: module.name)
        module.imports.append(target)
        return "const \(names) = modules[\"\(target)\"];\n"
    }

    /// Reads an export, such as `export function f(…)` or `export const a = …`.
    private static func read(export line: Substring, into module: inout Module) throws -> String {
        let declaration = line.dropFirst("export ".count)
        var words = declaration.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "$" })[...]
        if words.first == "async" { words = words.dropFirst() }
        guard let kind = words.first, ["function", "class", "const"].contains(kind), let name = words.dropFirst().first,
            !declaration.hasPrefix("const {")
        else { throw Fault(description: "\(module.name) exports in a way that is not known here: \(line)") }
        module.exports.append(String(name))
        return declaration + "\n"
    }

    /// Leads from a module's folder to the one of all modules.
    private static func top(from name: String) -> String {
        name.contains("/") ? String(repeating: "../", count: name.filter { $0 == "/" }.count) : "./"
    }

    /// Resolves `./x.js` and `../x.js` from where a module lies.
    private static func resolve(_ path: some StringProtocol, from name: String) -> String {
        var parts = name.split(separator: "/").dropLast().map(String.init)
        for part in path.split(separator: "/") {
            switch part {
            case ".": break
            case "..": _ = parts.popLast()
            default: parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }
}

extension StringProtocol {
    /// Returns the text between each pair of these marks.
    fileprivate func components(between start: String, and end: String) -> [Substring] {
        var found: [Substring] = []
        var rest = Substring(self)
        while let open = rest.firstByteRange(of: start), let close = rest[open.upperBound...].firstByteRange(of: end) {
            found.append(rest[open.upperBound..<close.lowerBound])
            rest = rest[close.upperBound...]
        }
        return found
    }
}
