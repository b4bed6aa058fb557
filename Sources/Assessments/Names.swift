import Diagnostics

// CEL has types of the same names for places inside one expression; here the words mean places in files.
typealias Diagnostic = Diagnostics.Diagnostic
typealias SourceLocation = Diagnostics.SourceLocation
