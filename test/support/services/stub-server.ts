import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { WebSocketServer } from 'ws'
import { readRequest, toRequest } from './read-request.ts'
import type { ServiceStub, StubContext, StubResponse, StubRequest } from './service-stub.ts'

/** A local stub of a vendor. `scene` may be changed between calls. */
export interface StubServer {
  readonly origin: string
  /** Every request received, in order. */
  readonly requests: StubRequest[]
  /** Requests that would have cost money: the number of times the vendor would have billed. */
  submissions(): StubRequest[]
  setScene(scene: string): void
  /** Like `setScene`, but work already started continues. */
  continueWith(scene: string): void
  /** Resolves when the next submission has been read, before it is answered. */
  nextSubmission(): Promise<StubRequest>
  close(): Promise<void>
}

export interface StubOptions {
  /** Result images; small ones by default, different for every index. */
  readonly image?: (index: number) => Uint8Array | Promise<Uint8Array>
  /** Port to listen on; any free one by default. */
  readonly port?: number
  /** Called when the last byte of a submission's response, or of a delivered result, has been sent. */
  readonly onAnswered?: () => void
}

const dripPauseMs = 200
const hugeBytes = 140_000_000
const megabyte = Buffer.alloc(1_000_000, 7)

export async function startStubServer(
  stub: ServiceStub,
  first = 'done',
  { image, onAnswered, port = 0 }: StubOptions = {},
): Promise<StubServer> {
  const draw = async (index: number, size?: { widthPx: number; heightPx: number }): Promise<Uint8Array> =>
    image?.(index) ?? makeImage(index, size)
  let scene = first
  let memory = new Map<string, unknown>()
  const requests: StubRequest[] = []
  let waiting: ((request: StubRequest) => void)[] = []

  const server = createServer((message, response) => {
    answer(message, response).catch((thrown: unknown) => {
      // A broken stub must be visible as such, not as a vendor's failure.
      console.error(`The stub of ${stub.id} broke:`, thrown)
      response.destroy()
    })
  })
  const currentContext = (): StubContext => ({
    scene: onTheWire(scene) === null ? scene : 'done',
    origin,
    memory,
    image: draw,
    blackImage,
  })

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message)
    requests.push(request)
    const isSubmission = stub.isSubmission(request)
    if (isSubmission) {
      for (const resolve of waiting) resolve(request)
      waiting = []
    }
    const wire = onTheWire(scene)
    const isDelivery = request.path.startsWith('/delivered/')
    if (wire === 'submission' && isSubmission && playOnWire(scene, response)) return
    if (wire === 'delivery' && isDelivery && playOnWire(scene, response)) return
    if (isSubmission || isDelivery) response.once('finish', () => onAnswered?.())
    await write(
      response,
      isDelivery ? await delivered(request, currentContext()) : await stub.respond(request, currentContext()),
    )
  }

  async function delivered(request: StubRequest, context: StubContext): Promise<StubResponse> {
    if (context.scene === 'expired-link') return { status: 403, text: '<Error><Code>AccessDenied</Code></Error>' }
    // A name ends in the index and may start with `black`: /delivered/black-0.png
    const index = Number(/(\d+)\.\w+$/.exec(request.path)?.[1] ?? 0)
    const isBlack = request.path.includes('/black-')
    const bytes = isBlack ? await blackImage() : await draw(index)
    return { status: 200, headers: { 'content-type': 'image/png' }, bytes }
  }

  const sockets = attachSockets(server, stub, currentContext)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    requests,
    submissions: () => requests.filter((request) => stub.isSubmission(request)),
    setScene(next) {
      scene = next
      memory = new Map()
    },
    continueWith: (next) => void (scene = next),
    nextSubmission: () => new Promise((resolve) => waiting.push(resolve)),
    async close() {
      sockets.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Returns where a network fault is simulated; null = one of the vendor's own scenes. */
function onTheWire(scene: string): 'submission' | 'delivery' | null {
  if (scene.endsWith('-delivery')) return 'delivery'
  return ['garbage', 'html-502', 'cut', 'cut-before-answer', 'drip'].includes(scene) ? 'submission' : null
}

function playOnWire(scene: string, response: ServerResponse): boolean {
  const kind = scene.replace(/-delivery$/, '')
  switch (kind) {
    case 'garbage':
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"nonsense": [1, 2')
      return true
    case 'html-502':
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html><body>Bad gateway</body></html>')
      return true
    case 'cut':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      response.write('{"data"', () => response.destroy())
      return true
    case 'cut-before-answer':
      response.destroy()
      return true
    case 'drip':
      drip(response)
      return true
    case 'oversized':
      pour(response)
      return true
    case 'redirect-private':
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end()
      return true
    case 'not-an-image':
      response.writeHead(200, { 'content-type': 'image/png' }).end('<html>not an image</html>')
      return true
    default:
      return false
  }
}

/** Sends one byte at intervals, forever. */
function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  const timer = setInterval(() => response.write(' '), dripPauseMs)
  response.on('close', () => clearInterval(timer))
}

/** Sends more than any image, as fast as it is read. */
function pour(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'image/png' })
  let sent = 0
  const more = (): void => {
    while (sent < hugeBytes && !response.destroyed) {
      sent += megabyte.byteLength
      if (!response.write(megabyte)) return void response.once('drain', more)
    }
    response.end()
  }
  more()
}

async function write(response: ServerResponse, played: StubResponse): Promise<void> {
  const headers = { 'x-request-id': 'req-stub-1', ...played.headers }
  if (played.events) {
    response.writeHead(played.status, { ...headers, 'content-type': 'text/event-stream' })
    for (const { event, data } of played.events) {
      response.write(`${event === undefined ? '' : `event: ${event}\n`}data: ${data}\n\n`)
    }
    response.end()
    return
  }
  if (played.json !== undefined) {
    response
      .writeHead(played.status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(played.json))
    return
  }
  if (played.bytes) {
    response.writeHead(played.status, headers).end(played.bytes)
    return
  }
  response.writeHead(played.status, { 'content-type': 'text/plain', ...headers }).end(played.text ?? '')
}

/** Two colors that encode the index and the orientation. */
async function makeImage(index: number, size = { widthPx: 64, heightPx: 64 }): Promise<Uint8Array> {
  const { widthPx: width, heightPx: height } = size
  const corner = { width: Math.ceil(width / 2), height: Math.ceil(height / 4), channels: 3 as const }
  const overlay = await sharp({ create: { ...corner, background: { r: 250, g: 40 + 20 * index, b: 30 } } })
    .png()
    .toBuffer()
  return sharp({ create: { width, height, channels: 3, background: { r: 20, g: 90, b: 60 + 30 * index } } })
    .composite([{ input: overlay, left: 0, top: 0 }])
    .png()
    .toBuffer()
}

function blackImage(): Promise<Uint8Array> {
  return sharp({ create: { width: 64, height: 64, channels: 3, background: '#000' } })
    .png()
    .toBuffer()
}

/** Attaches the WebSockets of a vendor that has them. */
function attachSockets(server: Server, stub: ServiceStub, currentContext: () => StubContext): { close(): void } {
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (message, stream, head) => {
    if (stub.socket === undefined) {
      stream.destroy()
      return
    }
    sockets.handleUpgrade(message, stream, head, (socket) => {
      const request = toRequest(message, Buffer.alloc(0))
      const receive = stub.socket!(request, (frame) => socket.send(frame), currentContext())
      socket.on('message', (data, isBinary) => {
        if (!isBinary) receive((data as Buffer).toString('utf8'))
      })
    })
  })
  return {
    close() {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
    },
  }
}
