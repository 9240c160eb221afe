import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { agentMessageBytesMax } from '../../shared/domain/agent-settings.ts'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/agents.ts'

export interface HttpListenerOptions {
  readonly port: number
  /** Required of every request. */
  readonly token: string
  /** Its signal aborts when the client goes away. Gets no `Authorization` header. */
  handle(request: Request): Promise<Response>
  onError(thrown: unknown): void
  /** Default: `httpLimits`. */
  readonly limits?: Partial<typeof httpLimits>
}

export interface HttpListener {
  /** What a client connects to. */
  readonly address: string
  /** Ends all requests. */
  close(): Promise<void>
}

const host = '127.0.0.1'
const path = '/mcp'
/** All bodies together, from their first byte to the response: 64 connections could send more than memory holds. */
const heldBytesMax = 2 * agentMessageBytesMax
const connectionsMax = 64

/** None of them ends a response that is under way: a stream of events may be silent for hours. */
const httpLimits = {
  headersTimeout: 10_000,
  /** For the whole request, with its body. */
  requestTimeout: 60_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16 * 1_024,
}

/**
 * Serves HTTP to programs of this computer. A page in a browser can reach it too, so besides the token the host is
 * checked (a foreign name that resolves to this computer) and the origin.
 * @throws configuration/invalid if the port is taken
 */
export async function listenHttp(options: HttpListenerOptions): Promise<HttpListener> {
  const server = createServer({ ...httpLimits, ...options.limits })
  server.maxConnections = connectionsMax
  await listen(server, options.port)
  // Too many open files, for example: the next connection may succeed.
  server.on('error', options.onError)
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : options.port
  const check = createCheck(port, options.token)
  const readBody = createBodyReader()
  const answer = (request: IncomingMessage, response: ServerResponse) =>
    void respond(request, response, { ...options, port, check, readBody })
  server.on('request', answer)
  // With a listener, nothing invites a body before the request has been checked.
  server.on('checkContinue', answer)
  return {
    address: `http://${host}:${port}${path}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(toListenError(error, port)))
    server.listen({ host, port, exclusive: true }, () => resolve())
  })
}

function toListenError(error: NodeJS.ErrnoException, port: number): AppError {
  if (error.code === 'EADDRINUSE') return new AppError('configuration/invalid', messages.portTaken({ port }))
  if (error.code === 'EACCES') return new AppError('configuration/invalid', messages.portNotAllowed({ port }))
  return toFileError(error, messages.cannotListen({ port }))
}

/** Why a request is turned away. */
interface Refusal {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
}

type Check = (request: IncomingMessage) => Refusal | null

function createCheck(port: number, token: string): Check {
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`])
  const expected = digest(`Bearer ${token}`)
  return ({ url, method, headersDistinct: { host: named, origin, authorization, 'content-length': bytes } }) => {
    // Two of a header mean something else to each reader.
    if (named?.length !== 1 || !hosts.has(named[0]?.toLowerCase() ?? '')) return { status: 403 }
    if (origin !== undefined && (origin.length !== 1 || !isLoopback(origin[0] ?? ''))) return { status: 403 }
    if (url !== path) return { status: 404 }
    const given = authorization?.length === 1 ? (authorization[0] ?? '') : ''
    // The scheme's name is case-insensitive.
    if (!timingSafeEqual(digest(given.replace(/^bearer +/i, 'Bearer ')), expected)) {
      return { status: 401, headers: { 'www-authenticate': 'Bearer' } }
    }
    if (!methods.has(method ?? '')) return { status: 405, headers: { allow: [...methods].join(', ') } }
    return Number(bytes?.[0] ?? 0) > agentMessageBytesMax ? { status: 413 } : null
  }
}

const methods: ReadonlySet<string> = new Set(['GET', 'POST', 'DELETE'])

/** Of equal length, whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function isLoopback(origin: string): boolean {
  const url = URL.parse(origin)
  return (
    url?.origin === origin &&
    /^https?:$/.test(url.protocol) &&
    /^(?:127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname)
  )
}

interface Exchange extends HttpListenerOptions {
  readonly check: Check
  readonly readBody: ReadBody
}

async function respond(request: IncomingMessage, response: ServerResponse, exchange: Exchange): Promise<void> {
  const aborted = new AbortController()
  response.on('close', () => {
    if (!response.writableFinished) aborted.abort()
  })
  try {
    const refusal = exchange.check(request)
    if (refusal !== null) return refuse(response, refusal)
    if (request.headers.expect !== undefined) response.writeContinue()
    const { signal } = aborted
    const refused = await exchange.readBody(request, async (body) => {
      const answer = await exchange.handle(toRequest(request, { body, port: exchange.port, signal }))
      await send(answer, response, signal)
    })
    if (refused !== null) refuse(response, refused)
  } catch (thrown) {
    if (aborted.signal.aborted && isDisconnect(thrown)) return
    exchange.onError(thrown)
    if (response.headersSent) response.destroy()
    else refuse(response, { status: 500 })
  }
}

/** Ending the response because its source failed closes it, too. */
function isDisconnect(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false
  const code = 'code' in thrown ? thrown.code : null
  return thrown.name === 'AbortError' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET'
}

/** Says no more than the status: whoever asks may be a page in a browser. The rest of the request is not read. */
function refuse(response: ServerResponse, { status, headers = {} }: Refusal): void {
  response.writeHead(status, { ...headers, connection: 'close', 'content-length': 0 }).end()
}

/** Returns why the body was not read to its end; null = it was, and `work` has used it. */
type ReadBody = (
  request: IncomingMessage,
  work: (body: Buffer<ArrayBuffer>) => Promise<void>,
) => Promise<Refusal | null>

function createBodyReader(): ReadBody {
  let heldBytes = 0
  return async (request, work) => {
    const chunks: Buffer[] = []
    let bytes = 0
    try {
      // The connection stays open for the response that refuses.
      for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        bytes += chunk.length
        heldBytes += chunk.length
        if (bytes > agentMessageBytesMax) return { status: 413 }
        if (heldBytes > heldBytesMax) return { status: 503, headers: { 'retry-after': '5' } }
        chunks.push(chunk)
      }
      await work(Buffer.concat(chunks.splice(0)))
      return null
    } finally {
      heldBytes -= bytes
    }
  }
}

interface RequestParts {
  readonly body: Buffer<ArrayBuffer>
  readonly port: number
  readonly signal: AbortSignal
}

function toRequest(
  { method = 'GET', headersDistinct }: IncomingMessage,
  { body, port, signal }: RequestParts,
): Request {
  const headers = new Headers()
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    // The token is known to this file alone, so that nothing can log it.
    if (name !== 'authorization') for (const value of values) headers.append(name, value)
  }
  const hasBody = method === 'POST'
  return new Request(`http://${host}:${port}${path}`, {
    method,
    headers,
    signal,
    ...(hasBody && { body }),
  })
}

async function send(answer: Response, response: ServerResponse, signal: AbortSignal): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  if (answer.body === null) {
    response.end()
    return
  }
  // A stream of events begins long before its first event.
  response.flushHeaders()
  await pipeline(Readable.fromWeb(answer.body), response, { signal })
}
