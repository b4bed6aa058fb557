/// Regular expressions beyond `matches`: the "regex" extension library, and `find` and `findAll` as Kubernetes has them.
extension FunctionLibrary {
  public static let regex = FunctionLibrary(
    name: "regex",
    functions: [
      Function(
        "find", [Signature(isMethod: true, [.string, .string], .string)],
        .binary { context, text, pattern in
          context.withMatches("find", text, pattern, limit: 1) { context, matches, subject in
            context.string(utf8: matches.first?[0].map { Array(subject[$0]) } ?? [])
          }
        }),
      Function(
        "findAll",
        [
          Signature(isMethod: true, [.string, .string], .list(.string)),
          Signature(isMethod: true, [.string, .string, .int], .list(.string)),
        ],
        .any { context, arguments in
          let limit = arguments.count > 2 ? arguments[2].intValue ?? -1 : -1
          return context.withMatches("findAll", arguments[0], arguments[1], limit: limit) { context, matches, subject in
            let found = matches.map { context.string(utf8: $0[0].map { Array(subject[$0]) } ?? []) }
            return context.list(found)
          }
        }),
      Function(
        "regex.extract", [Signature([.string, .string], .optional(.string))],
        .binary { context, text, pattern in
          context.withMatches("regex.extract", text, pattern, limit: 1) { context, matches, subject in
            guard let match = matches.first, let range = match.count > 1 ? match[1] : match[0] else {
              return context.optional(nil)
            }
            let found = context.string(utf8: Array(subject[range]))
            return context.optional(found)
          }
        }),
      Function(
        "regex.extractAll", [Signature([.string, .string], .list(.string))],
        .binary { context, text, pattern in
          context.withMatches("regex.extractAll", text, pattern, limit: -1) { context, matches, subject in
            let ranges = matches.compactMap { $0.count > 1 ? $0[1] : $0[0] }
            let found = ranges.map { context.string(utf8: Array(subject[$0])) }
            return context.list(found)
          }
        }),
      Function(
        "regex.replace",
        [Signature([.string, .string, .string], .string), Signature([.string, .string, .string, .int], .string)],
        .any { context, arguments in context.regexReplaced(arguments) }),
    ])
}

extension EvaluationContext {
  /// Runs `body` with up to `limit` matches (all of them if negative) of a pattern in a text.
  fileprivate mutating func withMatches(
    _ name: String, _ text: CELValue, _ pattern: CELValue, limit: Int64,
    _ body: (inout EvaluationContext, [[Range<Int>?]], [UInt8]) -> CELValue
  ) -> CELValue {
    guard text.isString, let source = string(of: pattern) else { return noSuchOverload(name, text, pattern) }
    budget -= 100 + source.utf8.count
    let subject = bytes(of: text)
    let regex: Regex
    do throws(RegexFailure) {
      regex = try Regex(source)
    } catch {
      return self.error(.invalidArgument, "the regular expression does not compile: \(error.message)")
    }
    if name.hasPrefix("regex.extract"), regex.groupCount > 1 {
      return error(.invalidArgument, "`\(name)` takes a pattern with one capturing group at most")
    }
    var matches: [[Range<Int>?]] = []
    var start = 0
    // Every search is linear in the rest of the text, so each is charged for it.
    while start <= subject.count, limit < 0 || Int64(matches.count) < limit, budget >= 0,
      let match = regex.match(subject, from: start), let whole = match[0]
    {
      budget -= 1 + (subject.count - start) >> 4
      matches.append(match)
      start = whole.isEmpty ? whole.upperBound + 1 : whole.upperBound
      while start < subject.count, subject[start] & 0xC0 == 0x80 { start += 1 }
    }
    return body(&self, matches, subject)
  }

  /// `\1` in the replacement stands for a capturing group.
  fileprivate mutating func regexReplaced(_ arguments: [CELValue]) -> CELValue {
    guard arguments[2].isString else { return noMatch("regex.replace", arguments) }
    let replacement = bytes(of: arguments[2])
    let limit = arguments.count > 3 ? arguments[3].intValue ?? -1 : -1
    return withMatches("regex.replace", arguments[0], arguments[1], limit: limit) { context, matches, subject in
      var result: [UInt8] = []
      var end = 0
      for match in matches {
        guard let whole = match[0] else { continue }
        result += subject[end..<whole.lowerBound]
        guard Self.append(replacement, match, subject, to: &result) else {
          return context.error(.invalidArgument, "the replacement names a group that the pattern does not have")
        }
        context.budget -= result.count >> 8
        if context.budget < 0 { return .null }
        end = whole.upperBound
      }
      return context.string(utf8: result + subject[end...])
    }
  }

  private static func append(
    _ replacement: [UInt8], _ match: [Range<Int>?], _ subject: [UInt8], to result: inout [UInt8]
  ) -> Bool {
    var index = 0
    while index < replacement.count {
      let byte = replacement[index]
      index += 1
      guard byte == UInt8(ascii: "\\"), index < replacement.count else {
        result.append(byte)
        continue
      }
      let next = replacement[index]
      index += 1
      guard next.isDigit else {
        result.append(next)
        continue
      }
      let group = Int(next - UInt8(ascii: "0"))
      guard group < match.count else { return false }
      if let range = match[group] { result += subject[range] }
    }
    return true
  }
}
