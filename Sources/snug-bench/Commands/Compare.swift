import ArgumentParser
import Foundation

/// The `snug-bench compare` command.
struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Hold a run's ratios to the floors against the last accepted ones.",
        discussion: """
            RUN is what `--json` printed, of one run or several one after the other. Ends with 1 where a load has become \
            worse by more than the tolerance. Absolute figures are not compared: machines differ from hour to hour.
            """)

    @Argument(help: ArgumentHelp("The run.", valueName: "RUN"))
    var file: String
    @Option(help: ArgumentHelp("The accepted ratios.", valueName: "FILE"))
    var baseline = "Tests/baseline.json"
    @Option(help: ArgumentHelp("How much worse is still the same, in hundredths.", valueName: "N"))
    var tolerance = 25.0
    @Flag(help: "Accept this run: write its ratios to the baseline, in place of those of the same loads.")
    var accept = false

    /// The ratios by load and floor.
    private typealias Ratios = [String: [String: Double]]

    private struct Line: Decodable {
        var load: String
        var subject: String?
        var of_floor: [String: Double]?
    }

    func run() throws {
        let lines = try Data(contentsOf: URL(fileURLWithPath: file)).split(separator: UInt8(ascii: "\n"))
            .map { try JSONDecoder().decode(Line.self, from: $0) }
        let measured = lines.filter { !($0.of_floor ?? [:]).isEmpty }
        guard !measured.isEmpty else { throw ValidationError("\(file) holds no figures beside floors.") }
        let accepted = try JSONDecoder().decode(
            Ratios.self, from: Data(contentsOf: URL(fileURLWithPath: baseline)))
        if accept {
            let ratios = Dictionary(measured.map { ($0.load, $0.of_floor ?? [:]) }) { $1 }
            return try write(accepted.merging(ratios) { $1 })
        }

        var worse = 0
        for line in measured {
            for (floor, ratio) in (line.of_floor ?? [:]).sorted(by: { $0.key < $1.key }) {
                guard let before = accepted[line.load]?[floor], before > 0 else {
                    print("\(line.load), \(floor): \(Table.number(ratio, digits: 2)), not measured before")
                    continue
                }
                // More acknowledgements or bytes a second are better, and less time, the processor's or one's own.
                let isSpeed = ![Load.Subject.deliveries, .crossings].map(\.rawValue).contains(line.subject)
                let change = (isSpeed ? before / ratio : ratio / before) - 1
                let isWorse = change > tolerance / 100
                worse += isWorse ? 1 : 0
                print(
                    "\(line.load), \(floor): \(Table.number(ratio, digits: 2)), was \(Table.number(before, digits: 2))"
                        + (isWorse ? ": worse by \(Table.number(change * 100, digits: 0)) %" : ""))
            }
        }
        if worse > 0 { throw ExitCode.failure }
    }

    private func write(_ ratios: Ratios) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let rounded = ratios.mapValues { $0.mapValues { ($0 * 100).rounded() / 100 } }
        try (encoder.encode(rounded) + Data("\n".utf8)).write(to: URL(fileURLWithPath: baseline))
    }
}
