import type { Call, CallReply, CallRequest } from '../../../../src/main/providers/core/call.ts'

export type Answer = {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly bytes?: Uint8Array
  readonly mime?: string
}

export interface ScriptedCall extends Call {
  /** What the adapter asked for, in order. */
  readonly requests: CallRequest[]
  readonly fractions: number[]
  readonly previews: { bytes: Uint8Array; mime: string }[]
}

/** HTTP by hand, for the unit tests of adapters: `answer` is asked for every request. */
export function scriptedCall(answer: (request: CallRequest) => Answer, own: Partial<Call> = {}): ScriptedCall {
  const requests: CallRequest[] = []
  const fractions: number[] = []
  const previews: { bytes: Uint8Array; mime: string }[] = []
  const ask = (request: CallRequest): CallReply => {
    requests.push(request)
    const {
      status = 200,
      headers = {},
      json,
      bytes = Buffer.from(JSON.stringify(json ?? null)),
      mime = 'application/json',
    } = answer(request)
    if (status >= 300 && !request.alsoAccept?.includes(status))
      throw new Error(`The script answers ${status} to ${request.path}.`)
    return { status, headers, mime, bytes: new Uint8Array(bytes), text: () => Buffer.from(bytes).toString() }
  }
  return {
    requests,
    fractions,
    previews,
    signal: new AbortController().signal,
    isOwnBaseUrl: false,
    json: async (request, reply) => reply.parse(JSON.parse(ask(request).text())),
    reply: async (request) => ask(request),
    events: () => {
      throw new Error('This script has no events.')
    },
    preview: (bytes, mime) => void previews.push({ bytes, mime }),
    progress: (fraction) => void fractions.push(fraction),
    ...own,
  }
}

/** The JSON body of a request an adapter made. */
export function jsonOf(request: CallRequest | undefined): unknown {
  return request?.body && 'json' in request.body ? request.body.json : undefined
}
