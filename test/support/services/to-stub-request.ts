import type { CallBody, CallRequest } from '../../../src/main/providers/core/call.ts'
import type { StubRequest } from './service-stub.ts'

type Part = StubRequest['form'][number]

/** Converts a call to the request a stub would receive, without a network. */
export function toStubRequest({ method, path, query, headers, body }: CallRequest): StubRequest {
  const json = body && 'json' in body ? (JSON.parse(JSON.stringify(body.json)) as unknown) : null
  return {
    method,
    path,
    query: new URLSearchParams(query),
    headers: { ...headers },
    body: new Uint8Array(),
    json,
    form: toParts(body),
  }
}

function toParts(body: CallBody | undefined): Part[] {
  if (!body || !('form' in body)) return []
  return body.form.map((part) =>
    'value' in part
      ? {
          name: part.name,
          value: part.value,
          bytes: Buffer.from(part.value),
          fileName: null,
          mime: part.mime ?? 'text/plain',
        }
      : { name: part.name, value: '', bytes: part.bytes, fileName: part.fileName, mime: part.mime },
  )
}
