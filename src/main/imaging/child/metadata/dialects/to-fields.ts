import type { Field } from './dialect-reader.ts'
import type { JsonObject } from './json-object.ts'

/** Own members of a JSON object, each as text. `except`: graphs and embedded files. */
export function toFields(object: JsonObject, except: readonly string[] = []): Field[] {
  return Object.entries(object)
    .filter(([name, value]) => value !== null && value !== '' && !except.includes(name))
    .map(([name, value]) => ({ name, value: typeof value === 'string' ? value : stringify(value) }))
}

/** Values nested too deeply to serialize are omitted. */
function stringify(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    return ''
  }
}
