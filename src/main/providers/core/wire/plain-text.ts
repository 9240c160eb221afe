import { parseJson } from '../../../../shared/util/parse-json.ts'

const messageCharsMax = 600

/**
 * Turns a service's message into plain text for a sentence: no markup, no line breaks, limited length. Empty for a web
 * page.
 */
export function plainText(text: string): string {
  if (isWebPage(text)) return ''
  const line = text
    .replace(/<\/?[a-z][^<>]{0,200}>/gi, ' ')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return line.length > messageCharsMax ? `${line.slice(0, messageCharsMax)}…` : line
}

export function isWebPage(text: string): boolean {
  return /^\s*(<!doctype html|<html|<head|<body|<\?xml[^>]*>\s*<!doctype html)/i.test(text.slice(0, 1_000))
}

/** A gateway quotes the service's own answer: its words count, with what stands before them. */
function unwrapped(text: string, depth: number): string {
  const start = text.search(/[{[]/)
  const inner = start === -1 || depth > 4 ? null : parseJson(text.slice(start).trim())
  const message = findMessage(inner, depth + 1)
  return message === '' ? text : `${text.slice(0, start)}${message}`.trim()
}

/** Fields in which services put the error message; the first one with text counts. */
const wordFields = ['message', 'error_description', 'detail', 'error', 'errors', 'reason', 'title', 'msg', 'name']

/** Finds the vendor's message in the body of a failure, whatever its shape. */
export function findMessage(json: unknown, depth = 0): string {
  if (typeof json === 'string') return unwrapped(json, depth)
  if (json === null || typeof json !== 'object' || depth > 4) return ''
  if (Array.isArray(json)) {
    const found = json.slice(0, 5).map((item) => findMessage(item, depth + 1))
    return found.filter((message) => message !== '').join('; ')
  }
  const fields: Record<string, unknown> = { ...json }
  for (const name of wordFields) {
    const message = findMessage(fields[name], depth + 1)
    if (message !== '') return message
  }
  return ''
}
