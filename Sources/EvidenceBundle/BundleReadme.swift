import Assessments
import Diagnostics

/// `README.txt`: what an assessor reads first.
struct BundleReadme {
  let assessment: Assessment
  let provenance: Provenance

  var text: String {
    let inputs = assessment.inputs.map { "  \(safeText($0.name))  (\($0.kind.rawValue), SHA-256 \($0.sha256))\n" }
      .joined()
    return """
      Evidence of an automated assessment
      ===================================

      Made by pcicheck \(provenance.toolVersion) at \(provenance.created.text) from
      \(inputs)
      against \(assessment.ruleSet.rules) rules of profile \(safeText(assessment.ruleSet.profile)), which speak of \
      PCI DSS v\(safeText(assessment.ruleSet.standardVersion)).

      What it is, and what it is not
      ------------------------------
      The inputs describe infrastructure as it is planned. pcicheck judged each resource by rules and recorded what every
      verdict rests on, passes as well as failures. It is evidence for the examination of system configurations. It is no
      Report on Compliance, and no finding on any requirement: that is for an assessor, who also looks at documents, people
      and running systems. requirements.csv says of every requirement what remains to be done by hand.

      Verdicts: pass and fail hold whatever the values turn out to be that are known only after apply; indeterminate means
      that it depends on such a value, and the reason is named; not-applicable means that the rule does not speak of this
      resource. A waived failure is still a failure.

      Of a requirement: supported means that every automated check passes; contradicted, that one fails; inconclusive, that
      none fails and one is undecided; partially covered, that what was checked passes but only indirectly or only for a part
      of the items below; not covered, that no check says anything about it.

      What is where
      -------------
      report.html        the report to read, in any browser; it needs no network and no script
      requirements.csv   every numbered item of the standard: status, population, what the evidence supports, what remains
      population.csv     the resources behind every item, by zone
      findings.csv       every verdict on every resource; the list is complete, it is no sample
      assessment.json    all of it with the evidence of every verdict, for programs
      inputs/            the attributes that verdicts rest on, by input and resource
      policies/          the exact text of every rule that was used, and of what rules refer to
      oscal/             assessment results, assessment plan and catalogue in NIST's OSCAL 1.1.3
      manifest.json      digests of all of these; who made them, when, from what, with which version
      attestation.dsse.json   a signature over the manifest, if there is one
      timestamp.tsr      an RFC 3161 time stamp, if there is one

      What is hidden
      --------------
      Values that are sensitive, secret by their name or look, or card numbers are not here. In their place stands a digest
      under a key that was not kept: equal values have equal digests, and nothing more can be learned.

      How to verify it
      ----------------
      With pcicheck:      pcicheck verify evidence.zip --key signer-public.pem
      Run it again:       pcicheck verify evidence.zip --replay plan.json
      Without pcicheck:   unzip evidence.zip, compare `sha256sum FILE` with manifest.json for every file, and verify the
                          signature as docs/evidence-bundles.md of pcicheck shows with openssl.

      """
  }
}
