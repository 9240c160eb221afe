import { isPair, isScalar, visit, type Document } from 'yaml'

const secretName = /key|token|secret|passw|credential|authori[sz]ation|bearer/i

/**
 * Prefixes of vendors' keys (OpenAI and Stability sk-, xAI xai-, Replicate r8_, Hugging Face hf_, Google AIza and
 * ya29., Runway key_, BFL bfl_), fal's `id:secret`, private keys, UUIDs, and any long alphanumeric word.
 */
const secretValue = new RegExp(
  [
    '^(Bearer\\s|-----BEGIN )',
    '^(sk-|sk_|xai-|r8_|hf_|key_|bfl_)[\\w-]{8,}$',
    '^AIza[\\w-]{20,}$',
    '^ya29\\.',
    '^[0-9a-f-]{32,36}:[0-9a-f]{16,}$',
    '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    '^(?=\\S*\\d)(?=\\S*[A-Za-z])[A-Za-z0-9]{32,}$',
  ].join('|'),
  'i',
)

/** Something in the file that looks like a key, a token or a password: the offset of the field or the value. */
export interface ConfiguredKey {
  readonly path: readonly string[]
  readonly offset: number
}

/** Finds everything in the document that is named or looks like a secret. Values are never passed on. */
export function findKeys(document: Document): readonly ConfiguredKey[] {
  const found: ConfiguredKey[] = []
  visit(document, {
    Pair(_key, pair, parents) {
      const name = nameOf(pair.key)
      const path = [...pathOf(parents), looksLikeKey(name) ? '…' : name]
      // In the `settings` block, names such as `keyboard` are known, and all others are refused anyway.
      const isNamedLikeOne = path[0] !== 'settings' && secretName.test(name)
      const isSecret = isNamedLikeOne || looksLikeKey(name) || (isScalar(pair.value) && holdsKey(pair.value.value))
      if (!isSecret) return undefined
      found.push({ path, offset: isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0 })
      return visit.SKIP
    },
    Scalar(key, scalar, parents) {
      // Only list entries: values of fields were checked with their field.
      if (typeof key === 'number' && holdsKey(scalar.value)) {
        found.push({ path: [...pathOf(parents), String(key)], offset: scalar.range?.[0] ?? 0 })
      }
    },
  })
  return found
}

function holdsKey(value: unknown): boolean {
  return typeof value === 'string' && looksLikeKey(value)
}

export function looksLikeKey(value: string): boolean {
  return secretValue.test(value.trim())
}

function pathOf(parents: readonly unknown[]): string[] {
  return parents.flatMap((node) => (isPair(node) ? [nameOf(node.key)] : []))
}

function nameOf(key: unknown): string {
  return String(isScalar(key) ? key.value : key)
}
