import type { IncomingMessage } from 'node:http'
import type { StubRequest } from './service-stub.ts'

/** Reads a whole request and parses its body by type. */
export async function readRequest(message: IncomingMessage): Promise<StubRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return toRequest(message, Buffer.concat(chunks))
}

/** `body` is empty for a handshake. */
export function toRequest(message: IncomingMessage, body: Buffer): StubRequest {
  const url = new URL(message.url ?? '/', 'http://stub')
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
  const mime = headers['content-type'] ?? ''
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body,
    json: mime.includes('json') ? parseJson(body) : null,
    form: readForm(body, mime),
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return null
  }
}

type Part = StubRequest['form'][number]

function readForm(body: Buffer, mime: string): Part[] {
  if (mime.startsWith('application/x-www-form-urlencoded')) {
    return [...new URLSearchParams(body.toString('utf8'))].map(([name, value]) => textPart(name, Buffer.from(value)))
  }
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)/.exec(mime)?.[1]
  if (boundary === undefined) return []
  return partsOf(body, boundary).map(readPart)
}

function textPart(name: string, bytes: Buffer): Part {
  return { name, value: bytes.toString('utf8'), bytes, fileName: null, mime: 'text/plain' }
}

/** RFC 7578: parts between `--boundary` lines, ended by `--boundary--`. */
function partsOf(body: Buffer, boundary: string): Buffer[] {
  const mark = Buffer.from(`\r\n--${boundary}`)
  const padded = Buffer.concat([Buffer.from('\r\n'), body])
  const parts: Buffer[] = []
  let from = padded.indexOf(mark)
  while (from >= 0) {
    const start = from + mark.length
    const next = padded.indexOf(mark, start)
    if (next < 0) break
    parts.push(padded.subarray(start + 2, next))
    from = next
  }
  return parts
}

function readPart(part: Buffer): Part {
  const split = part.indexOf('\r\n\r\n')
  const head = part.subarray(0, split).toString('utf8')
  const bytes = part.subarray(split + 4)
  const field = (pattern: RegExp) => pattern.exec(head)?.[1] ?? null
  return {
    name: field(/\bname="([^"]*)"/i) ?? '',
    value: bytes.toString('utf8'),
    bytes,
    fileName: field(/\bfilename="([^"]*)"/i),
    mime: field(/^content-type:\s*(\S+)/im) ?? 'text/plain',
  }
}
