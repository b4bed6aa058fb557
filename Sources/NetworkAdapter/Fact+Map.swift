import Network

extension Fact {
  func map<Result>(_ transform: (Value) -> Result) -> Fact<Result> {
    switch self {
    case .known(let value): .known(transform(value))
    case .unknown(let unknown): .unknown(unknown)
    }
  }
}
