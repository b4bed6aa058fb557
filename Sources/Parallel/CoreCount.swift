#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How many threads can run at once.
var coreCount: Int { sysconf(Int32(_SC_NPROCESSORS_ONLN)) }
