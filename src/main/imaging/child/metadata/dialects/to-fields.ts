import type { Field } from './dialect-reader.ts'
import type { JsonObject } from './json-object.ts'

/** A JSON object's own members, each as text. `except`: what is a graph or a file of its own. */
export function toFields(object: JsonObject, except: readonly string[] = []): Field[] {
  return Object.entries(object)
    .filter(([name, value]) => value !== null && value !== '' && !except.includes(name))
    .map(([name, value]) => ({ name, value: typeof value === 'string' ? value : stringify(value) }))
}

/** What is nested too deeply to be written down is left out. */
function stringify(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    return ''
  }
}
