/// What an observation is about, in whichever run it was made.
struct ObservationKey: Hashable {
  let rule: String
  let document: Int
  let address: String

  init(_ observation: Observation, _ document: Int) {
    rule = observation.rule
    self.document = document
    address = observation.address
  }
}

extension [Observation] {
  /// The observations of resources, by what they are about.
  var keyed: [ObservationKey: Observation] {
    var result: [ObservationKey: Observation] = [:]
    for observation in self {
      if let document = observation.input { result[ObservationKey(observation, document)] = observation }
    }
    return result
  }
}
