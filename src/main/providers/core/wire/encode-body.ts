import { randomUUID } from 'node:crypto'
import type { CallBody, FormPart } from '../call.ts'

export interface EncodedBody {
  readonly mime: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

export function encodeBody(body: CallBody): EncodedBody {
  if ('json' in body) return { mime: 'application/json', bytes: encode(JSON.stringify(body.json)) }
  if ('fields' in body) {
    return { mime: 'application/x-www-form-urlencoded', bytes: encode(new URLSearchParams(body.fields).toString()) }
  }
  if ('bytes' in body) return { mime: body.mime, bytes: body.bytes }
  return encodeForm(body.form)
}

function encodeForm(form: readonly FormPart[]): EncodedBody {
  const boundary = `atelier-${randomUUID()}`
  const pieces = form.flatMap((part) => [
    encode(`--${boundary}\r\n${headOf(part)}\r\n\r\n`),
    'bytes' in part ? part.bytes : encode(part.value),
    encode('\r\n'),
  ])
  return {
    mime: `multipart/form-data; boundary=${boundary}`,
    bytes: joinBytes([...pieces, encode(`--${boundary}--\r\n`)]),
  }
}

function headOf(part: FormPart): string {
  const fileName = 'bytes' in part ? `; filename="${quoted(part.fileName)}"` : ''
  const type = part.mime === undefined ? '' : `\r\nContent-Type: ${part.mime}`
  return `Content-Disposition: form-data; name="${quoted(part.name)}"${fileName}${type}`
}

/** Escapes names in a form as browsers do: https://html.spec.whatwg.org/#multipart-form-data */
function quoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const body = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let offset = 0
  for (const part of parts) {
    body.set(part, offset)
    offset += part.byteLength
  }
  return body
}
