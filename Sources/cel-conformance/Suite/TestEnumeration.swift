import CEL

/// The enumerations of the specification's test messages, which its enumeration cases use.
enum TestEnumeration {
  private static let global = ["GOO": 0, "GAR": 1, "GAZ": 2] as [String: Int64]
  private static let nested = ["FOO": 0, "BAR": 1, "BAZ": 2] as [String: Int64]

  static func declare(in declarations: inout Declarations, isStrong: Bool) {
    for package in ["cel.expr.conformance.proto2", "cel.expr.conformance.proto3"] {
      for (name, values) in [("GlobalEnum", global), ("TestAllTypes.NestedEnum", nested)] {
        if isStrong {
          declarations.declare(enumeration: "\(package).\(name)", values)
        } else {
          for (value, number) in values {
            declarations.declare(constant: "\(package).\(name).\(value)", .int(number))
          }
        }
      }
    }
  }
}
