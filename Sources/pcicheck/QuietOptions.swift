import ArgumentParser

/// How little a check says.
struct QuietOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Print one line with the verdict, and errors; files and other formats stay whole.")
  var quiet = false
}
