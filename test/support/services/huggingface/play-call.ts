import type { Call, CallReply, CallRequest } from '../../../../src/main/providers/core/call.ts'
import { huggingfaceStub } from '../huggingface-stub.ts'
import type { StubPlay, StubRequest } from '../service-stub.ts'
import { toStubRequest } from '../to-stub-request.ts'

export interface PlayCall extends Call {
  readonly requests: CallRequest[]
  /** The requests as the played vendor got them. */
  readonly received: StubRequest[]
}

/** The played vendor without a network between. */
export function createPlayCall(): PlayCall {
  const requests: CallRequest[] = []
  const received: StubRequest[] = []
  const play: StubPlay = {
    scene: 'done',
    origin: 'http://stub',
    memory: new Map(),
    picture: async () => new Uint8Array([137, 80, 78, 71]),
    blackPicture: async () => new Uint8Array(),
  }
  const ask = async (request: CallRequest): Promise<CallReply> => {
    requests.push(request)
    const path = URL.canParse(request.path) ? new URL(request.path).pathname : request.path
    const headers = { ...request.headers, authorization: `Bearer ${huggingfaceStub.goodKey}` }
    const sent = { ...toStubRequest({ ...request, path }), headers }
    received.push(sent)
    const { status, json, bytes, headers: answered = {} } = await huggingfaceStub.answer(sent, play)
    if (status >= 300) throw new Error(`${status} ${path}: ${JSON.stringify(json)}`)
    const body = Uint8Array.from(bytes ?? Buffer.from(JSON.stringify(json)))
    const mime = json === undefined ? (answered['content-type'] ?? '') : 'application/json'
    return { status, headers: answered, mime, bytes: body, text: () => Buffer.from(body).toString() }
  }
  return {
    requests,
    received,
    signal: new AbortController().signal,
    isOwnBaseUrl: false,
    json: async (request, reply) => reply.parse(JSON.parse((await ask(request)).text())),
    reply: ask,
    events: () => {
      throw new Error('There are no events.')
    },
    preview: () => undefined,
    progress: () => undefined,
  }
}
