import type { Call, CallReply, CallRequest } from '../../src/main/providers/core/call.ts'

/** A call without a network: keeps what was asked, and answers from a list, in order. */
export interface FakeCall extends Call {
  readonly requests: CallRequest[]
}

export function createFakeCall(...answers: readonly unknown[]): FakeCall {
  const requests: CallRequest[] = []
  const next = (request: CallRequest): unknown => {
    const answer = answers[requests.length]
    requests.push(request)
    return answer
  }
  return {
    requests,
    signal: new AbortController().signal,
    isOwnBaseUrl: false,
    json: async (request, reply) => reply.parse(next(request)),
    reply: (request) => Promise.resolve(toReply(next(request))),
    events: () => {
      throw new Error('This fake plays no events.')
    },
    preview: () => {},
    progress: () => {},
  }
}

function toReply(answer: unknown): CallReply {
  const text = JSON.stringify(answer)
  return { status: 200, headers: {}, mime: 'application/json', bytes: new TextEncoder().encode(text), text: () => text }
}
