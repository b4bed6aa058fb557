import Assessments
import Diagnostics

/// Verifies a bundle: that it is whole, unaltered, consistent in itself, and whose it is.
public struct BundleVerifier: Sendable {
  private let key: VerificationKey?
  private let authority: TimeStampAuthority?
  private let detachedTimeStamp: [UInt8]?
  private let toolVersion: String

  /// - Parameters:
  ///   - key: the signer's key; without one nobody vouches for the bundle.
  ///   - authority: whom time stamps are accepted from.
  ///   - timeStamp: a token that is not in the bundle.
  public init(key: VerificationKey?, authority: TimeStampAuthority?, timeStamp: [UInt8]?, toolVersion: String) {
    self.key = key
    self.authority = authority
    detachedTimeStamp = timeStamp
    self.toolVersion = toolVersion
  }

  public func verify(_ bundle: OpenedBundle) -> VerificationReport {
    var report = VerificationReport()
    do throws(Diagnostic) {
      let manifest = try bundle.manifest()
      let problems = try IntegrityCheck(bundle).problems()
      report.add(
        problems: problems,
        otherwise: "\(manifest.members.count) members: none missing, added, changed or moved")
      if problems.isEmpty {
        let derivation = DerivationCheck(bundle, manifest, toolVersion: toolVersion)
        report.add(
          problems: try derivation.problems(),
          otherwise:
            "the findings and the rules give the roll-up\(manifest.toolVersion == toolVersion ? " and the reports" : "")"
        )
        if manifest.toolVersion != toolVersion {
          report.add(
            .open, "reports were not derived again: they are of pcicheck \(safeText(manifest.toolVersion, limit: 40))")
        }
      }
    } catch {
      report.add(.fails, Self.sentence(error))
    }
    signature(bundle, &report)
    timeStamp(bundle, &report)
    return report
  }

  private static func sentence(_ problem: Diagnostic) -> String {
    "\(problem.location.map { "\(safeText($0.description)): " } ?? "")\(problem.message)"
  }

  private func signature(_ bundle: OpenedBundle, _ report: inout VerificationReport) {
    guard let bytes = bundle.contents[BundlePath.envelope] else {
      guard key == nil else { return report.add(.fails, "the bundle is not signed") }
      return report.add(.open, "not signed: whoever could write the bundle could have made all of it")
    }
    do throws(Diagnostic) {
      let envelope = try DSSEEnvelope.decode(bytes, name: BundlePath.envelope)
      guard envelope.encoded() == bytes, let manifest = bundle.contents[BundlePath.manifest] else {
        return report.add(.fails, "the signature's envelope is not as pcicheck writes it")
      }
      guard try TestResultStatement.manifestDigest(envelope.payload) == sha256Hex(manifest) else {
        return report.add(.fails, "the signature is about another manifest")
      }
      guard let key else {
        return report.add(.open, "signed, but the signature was not checked: give the signer's public key with --key")
      }
      guard envelope.signatures.allSatisfy({ $0.keyID == key.id }), envelope.isSigned(by: key) else {
        return report.add(.fails, "the signature is not by the given key")
      }
      let assessment = try AssessmentRecord.decode(
        try bundle.member(BundlePath.assessment), name: BundlePath.assessment)
      guard TestResultStatement.encode(assessment, manifest: manifest) == envelope.payload else {
        return report.add(.fails, "the signed statement is not about the findings in the bundle")
      }
      report.isSigned = true
      report.add(.holds, "signed by the given key (\(key.id.prefix(16))…)")
    } catch {
      report.add(.fails, Self.sentence(error))
    }
  }

  private func timeStamp(_ bundle: OpenedBundle, _ report: inout VerificationReport) {
    for bytes in [bundle.contents[BundlePath.timeStamp], detachedTimeStamp].compactMap({ $0 }) {
      do throws(Diagnostic) {
        let token = try TimeStampToken(bytes)
        let subject = try token.check(bundle.contents)
        let trust = try token.trust(authority)
        report.add(.holds, "time-stamped at \(token.time.text) (over \(subject); \(token.hash))")
        report.add(trust.isTrusted ? .holds : .open, trust.text)
      } catch {
        report.add(.fails, "time stamp: \(error.message)")
      }
    }
  }
}
