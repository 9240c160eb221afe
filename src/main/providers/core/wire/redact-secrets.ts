/** Removes every secret from a text, in each form a service may echo it in. */
export type RedactSecrets = (text: string) => string

/** A shorter secret is only removed as a whole word: `pw` is part of too many others. */
const plainCharsMin = 5

export function createRedactSecrets(secrets: readonly string[]): RedactSecrets {
  const forms = new Set(secrets.flatMap(partsOf).flatMap(formsOf))
  // Longest first, so that replacing a part does not leave the rest of the whole behind.
  const sources = [...forms].toSorted((a, b) => b.length - a.length).map(toSource)
  if (sources.length === 0) return (text) => text
  const pattern = new RegExp(sources.join('|'), 'giu')
  return (text) => text.replace(pattern, '[redacted]')
}

/** Returns the secrets in authentication headers: what follows the scheme. */
export function secretsInHeaders(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers)
    .filter(([name]) => /^(proxy-)?authorization$/i.test(name))
    .map(([, value]) => value.replace(/^\S+\s+/, ''))
}

/** For `user:password` the password alone is a secret, too; the name is not. */
function partsOf(secret: string): string[] {
  const trimmed = secret.trim()
  const password = trimmed.slice(trimmed.indexOf(':') + 1)
  return [trimmed, password].filter((part) => part !== '')
}

function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64')
  const base64url = Buffer.from(secret).toString('base64url')
  const inJson = JSON.stringify(secret).slice(1, -1)
  const inForm = new URLSearchParams([['', secret]]).toString().slice(1)
  const inHtml = secret
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
  // Without the padding the padded form is found too, and the remaining padding reveals nothing.
  return [secret, encodeURIComponent(secret), inForm, base64.replace(/=+$/, ''), base64url, inJson, inHtml]
}

function toSource(form: string): string {
  const literal = form.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  return form.length < plainCharsMin ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal
}
