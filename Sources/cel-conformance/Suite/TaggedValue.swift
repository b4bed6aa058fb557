import CEL

/// Values and types as the conformance files write them.
enum TaggedValue {
  /// The data that `{"int": "1"}` and its like stand for; nil for what cannot be read.
  static func data(_ json: JSON) -> CELData? {
    guard let (tag, value) = json.members.first else { return nil }
    switch tag {
    case "null": return .null
    case "bool": return .bool(value.isTrue)
    case "int": return value.string.flatMap { Int64($0) }.map { .int($0) }
    case "uint": return value.string.flatMap { UInt64($0) }.map { .uint($0) }
    case "double": return double(value).map { .double($0) }
    case "string": return value.string.map { .string($0) }
    case "bytes": return value.string.flatMap { Base64.decode($0) }.map { .bytes($0) }
    case "type": return value.string.map { .type($0) }
    case "list":
      guard let elements = value.array else { return nil }
      let values = elements.compactMap { data($0) }
      return values.count == elements.count ? .list(values) : nil
    case "map": return map(value)
    case "object": return object(value)
    case "enum":
      guard let parts = value.array, parts.count == 2, let name = parts[0].string, case .number(let text) = parts[1],
        let number = Int64(text)
      else { return nil }
      return .enumeration(type: name, number: number)
    default: return nil
    }
  }

  private static func double(_ json: JSON) -> Double? {
    switch json {
    case .number(let text): Double(text)
    case .string("NaN"): .nan
    case .string("Infinity"): .infinity
    case .string("-Infinity"): -.infinity
    default: nil
    }
  }

  private static func map(_ json: JSON) -> CELData? {
    var entries: [CELData.Entry] = []
    for pair in json.array ?? [] {
      guard let parts = pair.array, parts.count == 2, let key = data(parts[0]), let value = data(parts[1]) else {
        return nil
      }
      entries.append(CELData.Entry(key, value))
    }
    return .map(entries)
  }

  /// Timestamps and durations, as text or as seconds and nanoseconds.
  private static func object(_ json: JSON) -> CELData? {
    guard let type = json["@type"]?.string else { return nil }
    let text = json["value"]?.string
    let seconds = number(json["seconds"])
    let nanoseconds = number(json["nanos"])
    if type.hasSuffix("google.protobuf.Timestamp") {
      if let text { return CELData.timestamp(text: text) }
      return .timestamp(seconds: seconds, nanoseconds: Int32(clamping: nanoseconds))
    }
    if type.hasSuffix("google.protobuf.Duration") {
      if let text { return CELData.duration(text: text) }
      return .duration(nanoseconds: seconds * 1_000_000_000 + nanoseconds)
    }
    return nil
  }

  private static func number(_ json: JSON?) -> Int64 {
    switch json {
    case .number(let text), .string(let text): Int64(text) ?? 0
    default: 0
    }
  }

  // MARK: types

  /// The type that the JSON form of the specification's `Type` message describes.
  static func type(_ json: JSON) -> CELType? {
    guard let (tag, value) = json.members.first else { return nil }
    switch tag {
    case "dyn": return .dyn
    case "null": return .null
    case "primitive": return primitive(value.string)
    case "wrapper": return primitive(value.string).map { .nullable($0) }
    case "wellKnown":
      switch value.string {
      case "TIMESTAMP": return .timestamp
      case "DURATION": return .duration
      default: return .dyn
      }
    case "listType": return type(value["elemType"] ?? .object([("dyn", .null)])).map { .list($0) }
    case "mapType":
      guard let key = value["keyType"].flatMap({ type($0) }), let held = value["valueType"].flatMap({ type($0) }) else {
        return nil
      }
      return .map(key, held)
    case "abstractType":
      let parameters = (value["parameterTypes"]?.array ?? []).compactMap { type($0) }
      return value["name"]?.string.map { .abstract($0, parameters) }
    case "typeParam": return value.string.map { .parameter($0) }
    case "type": return .type(type(value) ?? .dyn)
    case "messageType": return value.string.flatMap { message($0) }
    default: return nil
    }
  }

  private static func primitive(_ name: String?) -> CELType? {
    switch name {
    case "BOOL": .bool
    case "INT64": .int
    case "UINT64": .uint
    case "DOUBLE": .double
    case "STRING": .string
    case "BYTES": .bytes
    default: nil
    }
  }

  private static func message(_ name: String) -> CELType? {
    switch name {
    case "google.protobuf.Timestamp": .timestamp
    case "google.protobuf.Duration": .duration
    case "google.protobuf.Value", "google.protobuf.Any": .dyn
    case "google.protobuf.Struct": .map(.string, .dyn)
    case "google.protobuf.ListValue": .list(.dyn)
    default: nil
    }
  }
}

/// Standard base64, with or without padding.
enum Base64 {
  static func decode(_ text: String) -> [UInt8]? {
    var result: [UInt8] = []
    var buffer: UInt32 = 0
    var bits = 0
    for byte in text.utf8 where byte != UInt8(ascii: "=") {
      guard let value = value(byte) else { return nil }
      buffer = buffer << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        result.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
    }
    return result
  }

  private static func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
