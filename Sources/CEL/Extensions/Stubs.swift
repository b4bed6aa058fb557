extension FunctionLibrary {
  public static let strings = FunctionLibrary(name: "strings", functions: [])
  public static let math = FunctionLibrary(name: "math", functions: [])
  public static let lists = FunctionLibrary(name: "lists", functions: [])
  public static let sets = FunctionLibrary(name: "sets", functions: [])
  public static let optionals = FunctionLibrary(name: "optionals", functions: [])
  public static let encoders = FunctionLibrary(name: "encoders", functions: [])
  public static let url = FunctionLibrary(name: "url", functions: [])
  public static let quantity = FunctionLibrary(name: "quantity", functions: [])
  public static let semver = FunctionLibrary(name: "semver", functions: [])
  public static let regex = FunctionLibrary(name: "regex", functions: [])
}
extension EvaluationContext {
  mutating func sortedList(_ elements: [CELValue], by keys: [CELValue], _ name: String) -> CELValue { list(elements) }
}
