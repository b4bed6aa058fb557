import ArgumentParser
import PCICheckKit

/// How inputs are read.
struct ReadingOptions: ParsableArguments {
  @Option(
    help: """
      Who reads JSON: fast (one pass, hands over to jansson whatever is out of the ordinary), jansson. Both give the \
      same report.
      """)
  var reader: PCICheck.Reader = .fast
}

extension PCICheck.Reader: ExpressibleByArgument {}
