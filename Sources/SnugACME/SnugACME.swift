/// The server's own certificate, from an authority that speaks ACME (RFC 8555) and looks at port 80 (http-01).
///
/// This module takes in names, the address of an authority and its answers. It gives out a file with the certificate
/// and its key, the proofs that port 80 shows meanwhile, and lines of the log.
import SnugChat
