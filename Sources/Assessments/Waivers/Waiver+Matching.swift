import Rules

extension Waiver {
  /// Whether the waiver names the resource at an address: by it, by the block whose instance it is, or by the module
  /// that it is in.
  func covers(address: String) -> Bool {
    resources.contains { selector in
      globMatches(selector, address) || globMatches("\(selector)[*", address) || globMatches("\(selector).*", address)
    }
  }

  /// The waiver as reports may show it: people paste secrets into reasons.
  var scrubbed: Waiver {
    Waiver(
      rule: rule, resources: resources.map(Redaction.scrubbed), kind: kind, reason: Redaction.scrubbed(reason),
      owner: owner.map(Redaction.scrubbed), ticket: ticket.map(Redaction.scrubbed),
      approvedBy: approvedBy.map(Redaction.scrubbed), created: created, expires: expires,
      worksheet: worksheet.map { sheet in
        Worksheet(
          constraints: Redaction.scrubbed(sheet.constraints), objective: Redaction.scrubbed(sheet.objective),
          risk: Redaction.scrubbed(sheet.risk), control: Redaction.scrubbed(sheet.control),
          validation: Redaction.scrubbed(sheet.validation), maintenance: Redaction.scrubbed(sheet.maintenance))
      }, location: location)
  }
}
