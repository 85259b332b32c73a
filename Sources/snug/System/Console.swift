import Foundation

/// What a person at the terminal reads, a line at a time, each line out at once.
enum Console {
    static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    static func complain(_ line: String) {
        FileHandle.standardError.write(Data(("snug: " + line + "\n").utf8))
    }
}
