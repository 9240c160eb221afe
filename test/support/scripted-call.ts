import type { Call, CallReply, CallRequest, ServerSentEvent } from '../../src/main/providers/core/call.ts'

export interface ScriptedAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly text?: string
  readonly events?: readonly { readonly event?: string; readonly data: string }[]
}

export interface ScriptedCall extends Call {
  readonly requests: CallRequest[]
  readonly previews: { bytes: Uint8Array; mime: string }[]
}

/** A `Call` that answers from a script, without HTTP: for unit tests of adapters. */
export function createScriptedCall(
  answer: (request: CallRequest) => ScriptedAnswer,
  own: Partial<Pick<Call, 'isOwnBaseUrl' | 'basePath'>> = {},
): ScriptedCall {
  const requests: CallRequest[] = []
  const previews: ScriptedCall['previews'] = []
  const ask = (request: CallRequest): ScriptedAnswer => {
    requests.push(request)
    return answer(request)
  }
  return {
    isOwnBaseUrl: false,
    ...own,
    requests,
    previews,
    signal: new AbortController().signal,
    json: async (request, reply) => reply.parse(ask(request).json),
    reply: async (request) => toReply(ask(request)),
    async *events(request): AsyncGenerator<ServerSentEvent> {
      const { events, json } = ask(request)
      if (!events) yield { event: 'message', data: JSON.stringify(json) }
      for (const { event, data } of events ?? []) yield { event: event ?? 'message', data }
    },
    preview: (bytes, mime) => void previews.push({ bytes, mime }),
    progress: () => undefined,
  }
}

function toReply({ status = 200, headers = {}, json, text }: ScriptedAnswer): CallReply {
  const words = text ?? (json === undefined ? '' : JSON.stringify(json))
  return {
    status,
    headers,
    mime: json === undefined ? 'text/plain' : 'application/json',
    bytes: new TextEncoder().encode(words),
    text: () => words,
  }
}
