import { redact } from '../../platform/redact.ts'
import type { RedactSecrets } from './redact-secrets.ts'

const readCharsMax = 50_000
const keptCharsMax = 1_500
const secretField = /("[^"]*(?:token|secret|key|password|credential|authorization)[^"]*"\s*:\s*)"[^"]*"?/gi

/** The beginning of an answer that was not understood, for a report: no secrets, no pictures. */
export function excerptOf(bytes: Uint8Array, redactSecrets: RedactSecrets): string {
  const text = new TextDecoder().decode(bytes.subarray(0, readCharsMax))
  if (/[\p{Cc}]/u.test(text.slice(0, 500).replace(/[\r\n\t]/g, ''))) return `[${bytes.byteLength} bytes, no text]`
  const known = redactSecrets(text).replace(secretField, '$1"[redacted]"')
  const brief = known.replace(/[A-Za-z0-9+/_-]{200,}={0,2}/g, (run) => `[${run.length} characters]`)
  return String(redact(brief)).slice(0, keptCharsMax)
}
