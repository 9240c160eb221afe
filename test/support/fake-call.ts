import { findResult } from '../../src/main/providers/core/create-call.ts'
import { AppError } from '../../src/shared/errors/index.ts'
import type { Call, CallResponse, CallRequest } from '../../src/main/providers/core/call.ts'

export interface FakeAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** The body, in one of its forms; none = `null` as JSON. */
  readonly json?: unknown
  readonly text?: string
  readonly bytes?: Uint8Array
  readonly mime?: string
  readonly events?: readonly { readonly event?: string; readonly data: string }[]
}

export interface FakeCall extends Call {
  /** The adapter's requests, in order. */
  readonly requests: CallRequest[]
  readonly previews: { bytes: Uint8Array; mime: string }[]
  readonly fractions: number[]
  readonly leftMs: (number | null)[]
}

/** A call without a network, for unit tests of adapters: `answer` is called for every request. */
export function createFakeCall(
  answer: (request: CallRequest) => FakeAnswer | Promise<FakeAnswer>,
  overrides: Partial<Call> = {},
): FakeCall {
  const requests: CallRequest[] = []
  const previews: FakeCall['previews'] = []
  const fractions: number[] = []
  const remaining: (number | null)[] = []
  const respond = async (request: CallRequest): Promise<FakeAnswer> => {
    requests.push(request)
    const scripted = await answer(request)
    const { status = 200 } = scripted
    if (status < 300 || request.alsoAccept?.includes(status) === true) return scripted
    throw new Error(`The script responds with ${status} to ${request.path}.`)
  }
  return {
    requests,
    previews,
    fractions,
    leftMs: remaining,
    signal: new AbortController().signal,
    isOwnBaseUrl: false,
    json: async (request, reply) => reply.parse(JSON.parse(toReply(await respond(request)).text())),
    async find(request, reply) {
      const { status, text } = toReply(await respond({ ...request, alsoAccept: [404] }))
      return status === 404 ? null : reply.parse(JSON.parse(text()))
    },
    response: async (request) => toReply(await respond(request)),
    async events(request, read) {
      const scripted = await respond(request)
      const events = scripted.events ?? [{ data: toReply(scripted).text() }]
      return findResult(named(events), read, { badReply })
    },
    preview: (bytes, mime) => void previews.push({ bytes, mime }),
    progress(fraction, leftMs) {
      if (fraction !== null) fractions.push(fraction)
      if (leftMs !== undefined) remaining.push(leftMs)
    },
    ...overrides,
  }
}

/** Returns JSON responses one after the other. */
export function inTurn(...answers: readonly unknown[]): () => FakeAnswer {
  const remaining = answers.values()
  return () => ({ json: remaining.next().value })
}

/** Returns the JSON body of an adapter's request. */
export function jsonOf(request: CallRequest | undefined): unknown {
  return request?.body && 'json' in request.body ? request.body.json : undefined
}

function toReply({ status = 200, headers = {}, json, text, bytes, mime }: FakeAnswer): CallResponse {
  const body = new Uint8Array(bytes ?? Buffer.from(text ?? JSON.stringify(json ?? null)))
  const usualMime = text === undefined ? 'application/json' : 'text/plain'
  return { status, headers, mime: mime ?? usualMime, bytes: body, text: () => Buffer.from(body).toString() }
}

/** One at a time: a connection may be lost after the first. */
function* named(events: NonNullable<FakeAnswer['events']>) {
  for (const event of events) yield { event: event.event ?? 'message', data: event.data }
}

function badReply(): AppError {
  return new AppError('provider/bad-reply', 'Unexpected response.', { detail: { isBilled: 'unknown' } })
}
