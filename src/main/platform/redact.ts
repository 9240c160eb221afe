const secretField = /key|secret|token|password|passphrase|authorization|credential|cookie/i
/** Bearer headers, the prefixes of services' API keys, and any run of letters and digits as long as a key. */
const secretValue =
  /\bBearer\s+\S+|\b(?:sk|pk|rk|r8|hf|ghp|gho|glpat|xox[a-z]|key|fal)[-_][\w-]{8,}|\bAIza[\w-]{20,}|\b(?=[A-Za-z0-9]*\d)(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{32,}\b/g
const depthMax = 6
/** Maximum number of fields of an object and items of an array that are kept. */
const entriesMax = 50

/**
 * Returns a copy for the log without anything that looks like a key or password, with texts, lists and objects
 * truncated.
 */
export function redact(value: unknown, charactersMax = 2_000, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value, charactersMax)
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? String(value) : value
  if (depth >= depthMax) return '[deep]'
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`
  if (value instanceof Error) return redact(errorFields(value), charactersMax, depth + 1)
  if (Array.isArray(value)) {
    const items = value.slice(0, entriesMax).map((item) => redact(item, charactersMax, depth + 1))
    return value.length > entriesMax ? [...items, `[${value.length - entriesMax} more]`] : items
  }
  return redactFields(value, charactersMax, depth)
}

function redactFields(value: object, charactersMax: number, depth: number): unknown {
  const entries = Object.entries(value)
  const fields = entries
    .slice(0, entriesMax)
    .map(([field, item]) => [
      redactText(field, charactersMax),
      secretField.test(field) && typeof item === 'string' ? '[redacted]' : redact(item, charactersMax, depth + 1),
    ])
  if (entries.length > entriesMax) fields.push(['…', `[${entries.length - entriesMax} more]`])
  return Object.fromEntries(fields)
}

/**
 * Truncated before the search, which would take seconds on megabytes, and never inside a word: half a key is not
 * recognized.
 */
function redactText(text: string, charactersMax: number): string {
  if (text.length <= charactersMax) return text.replace(secretValue, '[redacted]')
  const truncated = text.slice(0, charactersMax).replace(/(?<![\w-])[\w-]+$/, '')
  return `${truncated.replace(secretValue, '[redacted]')}… [${text.length} characters]`
}

function errorFields(error: Error): Record<string, unknown> {
  return {
    name: error.name,
    message: error.message,
    ...('code' in error && { code: error.code }),
    ...('detail' in error && error.detail !== undefined && { detail: error.detail }),
    stack: error.stack,
    ...(error.cause !== undefined && { cause: error.cause }),
  }
}
