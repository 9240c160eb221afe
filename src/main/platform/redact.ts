const secretField = /key|secret|token|password|passphrase|authorization|credential|cookie/i
/** Bearer headers, the prefixes services give their keys, and any run of letters and digits as long as a key. */
const secretValue =
  /\bBearer\s+\S+|\b(?:sk|pk|rk|r8|hf|ghp|gho|glpat|xox[a-z]|key|fal)[-_][\w-]{8,}|\bAIza[\w-]{20,}|\b(?=[A-Za-z0-9]*\d)(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{32,}\b/g
const depthMax = 6

/** A copy for the log in which nothing looks like a key or password. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replace(secretValue, '[redacted]')
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? String(value) : value
  if (depth >= depthMax) return '[deep]'
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`
  if (value instanceof Error) return redact(errorFields(value), depth + 1)
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([field, item]) => [
      field,
      secretField.test(field) && typeof item === 'string' ? '[redacted]' : redact(item, depth + 1),
    ]),
  )
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
