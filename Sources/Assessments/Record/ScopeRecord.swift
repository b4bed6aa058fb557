import Diagnostics
import Documents
import Rules
import Values

/// The zones and flows of a project as a file, in the form in which `pcicheck.yaml` has them, so that an assessment that
/// depends on them can be run again.
public enum ScopeRecord {
  /// The text of a scope; what looks like a secret is taken out, and the text says whether anything was.
  public static func encode(_ scope: ScopeDeclaration) -> [UInt8] {
    var cleaner = Cleaner()
    var body = JSONWriter(indents: true)
    body.object { writer in
      writer.name("zones")
      writer.object { writer in for zone in scope.zones { self.zone(zone, &cleaner, &writer) } }
      writer.name("flows")
      writer.array { writer in for flow in scope.flows { self.flow(flow, &cleaner, &writer) } }
    }
    var writer = JSONWriter(indents: true)
    writer.object { writer in
      writer.member("complete", !cleaner.hidesSomething)
      writer.name("scope")
      writer.json(body.text)
    }
    writer.endLine()
    return writer.bytes
  }

  /// Reads a scope back; nil if parts of it were hidden, so that it chooses other resources than the project's.
  ///
  /// - Throws: a diagnostic for a text that is no scope.
  public static func decode(_ bytes: [UInt8], name: String) throws(Diagnostics.Diagnostic) -> ScopeDeclaration? {
    var builder = ValueArenaBuilder()
    let root = try JSONReader.read(InputDocument(name: name, bytes: bytes), into: &builder)
    let record = try RecordReader(builder.build(), root, file: name, what: "scope")
    guard try record.optionalBool("complete") == true else { return nil }
    return try ScopeDeclaration.decode(try record.record(try record.required("scope"), "scope"))
  }

  /// Takes secrets out and remembers that there were some.
  private struct Cleaner {
    private(set) var hidesSomething = false

    mutating func text(_ text: String) -> String { shown(withoutSecrets(text), for: text) }

    /// A value that is secret if its name says so.
    mutating func value(_ value: String, of name: String) -> String {
      Redaction.isSecret(name: name) ? shown(Redaction.mark("sensitive", nil), for: value) : text(value)
    }

    private mutating func shown(_ shown: String, for text: String) -> String {
      if shown != text { hidesSomething = true }
      return shown
    }
  }

  private static func zone(_ zone: ScopeDeclaration.Zone, _ cleaner: inout Cleaner, _ writer: inout JSONWriter) {
    writer.name(cleaner.text(zone.name))
    writer.array { writer in for selector in zone.selectors { self.selector(selector, &cleaner, &writer) } }
  }

  private static func selector(
    _ selector: ScopeDeclaration.Selector, _ cleaner: inout Cleaner, _ writer: inout JSONWriter
  ) {
    writer.object { writer in
      // A selector that demands nothing chooses everything, but one without parts is taken for a mistake.
      if selector.isEmpty { writer.member("address", ["*"]) }
      for (name, patterns) in [
        ("type", selector.types), ("address", selector.addresses), ("module", selector.modules),
        ("subnet", selector.subnets), ("namespace", selector.namespaces),
      ] {
        if let patterns { writer.member(name, patterns.map { cleaner.text($0) }) }
      }
      for (name, entries) in [("tags", selector.tags), ("labels", selector.labels)] where !entries.isEmpty {
        writer.name(name)
        writer.object { writer in
          for entry in entries {
            writer.member(cleaner.text(entry.name), entry.values.map { cleaner.value($0, of: entry.name) })
          }
        }
      }
      writer.member("where", selector.condition.map { cleaner.text($0.text) })
    }
  }

  private static func flow(_ flow: ScopeDeclaration.Flow, _ cleaner: inout Cleaner, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("from", cleaner.text(flow.from))
      writer.member("to", cleaner.text(flow.to))
      writer.member("protocol", cleaner.text(flow.protocol))
      if !flow.ports.isEmpty { writer.member("ports", flow.ports.map { "\($0.first)-\($0.last)" }) }
      if !flow.addresses.isEmpty { writer.member("addresses", flow.addresses.map { cleaner.text($0) }) }
      writer.member("because", flow.because.map { cleaner.text($0) })
    }
  }
}

extension ScopeDeclaration.Selector {
  fileprivate var isEmpty: Bool {
    types == nil && addresses == nil && modules == nil && subnets == nil && namespaces == nil && tags.isEmpty
      && labels.isEmpty && condition == nil
  }
}
