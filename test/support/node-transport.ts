import { lookup } from 'node:dns/promises'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { openSocket } from '../../src/main/platform/network/open-socket.ts'
import type {
  Transport,
  TransportFailure,
  WireResponse,
  WireRequest,
} from '../../src/main/platform/network/transport.ts'
import { toWireBody } from '../../src/main/platform/network/wire-body.ts'
import { WireFailure } from '../../src/main/platform/network/wire-failure.ts'

/** The program's transport on Node's HTTP, for tests: they run without Electron. */
export function createNodeTransport(): Transport {
  return {
    send,
    openSocket,
    async resolveHost(host) {
      const found = await lookup(host, { all: true }).catch((thrown: unknown) =>
        Promise.reject(toFailure(thrown, 'no')),
      )
      return found.map(({ address }) => address)
    },
  }
}

function send(request: WireRequest): Promise<WireResponse> {
  const { method, url, headers, body, signal } = request
  return new Promise((resolve, reject) => {
    let arrived: TransportFailure['arrived'] = 'no'
    const fail = (thrown: unknown) =>
      signal.aborted ? new WireFailure('aborted', arrived, 'aborted') : toFailure(thrown, arrived)
    if (signal.aborted) return reject(fail(null))
    const client = url.startsWith('https:') ? https : http
    const sent = client.request(url, {
      method,
      // A fresh connection for each request: the server may close a kept-alive one just as it is reused.
      agent: false,
      headers: {
        'accept-encoding': 'gzip, deflate, br',
        ...headers,
        ...(body && { 'content-length': body.byteLength }),
      },
    })
    const abort = () => sent.destroy()
    signal.addEventListener('abort', abort, { once: true })
    sent.on('close', () => signal.removeEventListener('abort', abort))
    sent.on('socket', (socket) =>
      socket.once(client === https ? 'secureConnect' : 'connect', () => (arrived = 'maybe')),
    )
    sent.on('error', (thrown) => reject(fail(thrown)))
    sent.on('response', (answer) =>
      resolve({
        status: answer.statusCode ?? 0,
        headers: readHeaders(answer),
        body: toWireBody(decoded(answer), () => sent.destroy(), fail),
      }),
    )
    sent.end(body ?? undefined)
  })
}

function readHeaders(answer: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(answer.headersDistinct).map(([name, values]) => [name, values?.join(', ') ?? '']),
  )
}

function decoded(answer: IncomingMessage): Readable {
  const encoding = answer.headers['content-encoding']
  const decoder =
    encoding === 'gzip'
      ? createGunzip()
      : encoding === 'deflate'
        ? createInflate()
        : encoding === 'br'
          ? createBrotliDecompress()
          : null
  if (decoder === null) return answer
  answer.on('error', (thrown) => decoder.destroy(thrown))
  return answer.pipe(decoder)
}

const kinds: Readonly<Record<string, TransportFailure['kind']>> = {
  ENOTFOUND: 'not-found',
  EAI_AGAIN: 'not-found',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'offline',
  ENETUNREACH: 'offline',
  ENETDOWN: 'offline',
}

function toFailure(thrown: unknown, arrived: TransportFailure['arrived']): WireFailure {
  const code = thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'unknown'
  const isCertificate = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code)
  return new WireFailure(isCertificate ? 'certificate' : (kinds[code] ?? 'interrupted'), arrived, code)
}
