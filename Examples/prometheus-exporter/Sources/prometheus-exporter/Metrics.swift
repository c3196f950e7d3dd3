// SPDX-License-Identifier: Apache-2.0

/// Gauges in the text format of Prometheus.
struct Metrics {
  private var helps: [(name: String, help: String)] = []
  private var samples: [String: String] = [:]

  /// Adds a sample. All samples of a metric have to stand together, so they are kept until the end.
  mutating func add(_ name: String, _ help: String, _ labels: [(String, String)], _ value: some BinaryInteger) {
    if samples[name] == nil { helps.append((name, help)) }
    let labels = labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
    samples[name, default: ""] += "\(name){\(labels)} \(value)\n"
  }

  /// A quotation mark would end the label, and a line feed the line.
  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  var text: String {
    helps.map { "# HELP \($0.name) \($0.help)\n# TYPE \($0.name) gauge\n\(samples[$0.name] ?? "")" }.joined()
  }
}
