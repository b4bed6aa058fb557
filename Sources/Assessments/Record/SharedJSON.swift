import Documents
import Rules

/// What records and reports write alike.
extension JSONWriter {
  public mutating func value(_ link: RequirementLink) {
    object { writer in
      writer.member("standard", link.standard)
      writer.member("version", link.version)
      writer.member("id", link.id)
      writer.member("coverage", link.coverage.rawValue)
      writer.member("because", link.because)
    }
  }

  public mutating func value(_ step: PathStep) {
    object { writer in
      writer.member("role", step.role)
      writer.member("element", step.element)
      writer.member("address", step.address)
      writer.member("attribute", step.attribute)
      writer.member("pointer", step.pointer)
      writer.member("source", step.source)
      writer.member("note", step.note)
    }
  }

  public mutating func value(_ sheet: Waiver.Worksheet) {
    object { writer in
      writer.member("constraints", sheet.constraints)
      writer.member("objective", sheet.objective)
      writer.member("risk", sheet.risk)
      writer.member("control", sheet.control)
      writer.member("validation", sheet.validation)
      writer.member("maintenance", sheet.maintenance)
    }
  }

  /// The default behind an attribute, as the member `assumed`.
  public mutating func member(_ assumed: Assumption) {
    name("assumed")
    object { writer in
      writer.member("source", assumed.source)
      writer.member("because", assumed.because)
    }
  }
}

extension JSONWriter {
  /// What to write, as the member `fix`.
  public mutating func member(_ hint: FixHint) {
    name("fix")
    object { writer in
      writer.member("language", hint.language.rawValue)
      writer.name("changes")
      writer.array { writer in for change in hint.changes { writer.value(change) } }
      if !hint.placeholders.isEmpty { writer.member("placeholders", hint.placeholders) }
    }
  }

  private mutating func value(_ change: FixHint.Change) {
    object { writer in
      writer.member("action", change.action.rawValue)
      writer.member("address", change.address)
      writer.member("file", change.place?.file)
      if let line = change.place?.line { writer.member("line", line) }
      writer.member("text", change.text)
    }
  }
}
