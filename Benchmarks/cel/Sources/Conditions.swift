/// Five conditions as rules have them. `bench.py` reads them from here.
enum Conditions {
  static let all: [(name: String, text: String)] = [
    (
      "quantifier",
      #"r.storage_encrypted == true && r.ingress.exists(i, i.cidr == "0.0.0.0/0" && i.from_port <= 22 && i.to_port >= 22)"#
    ),
    ("comparison", "r.backup_retention_period >= 7"),
    ("strings", #"r.engine.startsWith("postgres") && r.name.matches("^db-[a-z0-9]+$")"#),
    ("membership", #"r.engine in ["postgres", "mysql", "mariadb"] && "owner" in r.tags"#),
    ("nested", "r.ingress.all(i, i.cidrs.exists(c, c.startsWith('10.')) || i.to_port < 1024) && size(r.ingress) > 0"),
  ]
}
