import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface TinyRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

export interface TinyServer {
  readonly origin: string
  readonly port: number
  readonly requests: TinyRequest[]
  /** Handles requests from now on. */
  answer: (request: TinyRequest, response: ServerResponse) => void
  readonly server: ReturnType<typeof createServer>
  close(): Promise<void>
}

/** Starts a local server on its own port with a scripted handler. */
export async function startTinyServer(answer: TinyServer['answer'] = (_request, response) => response.end()) {
  const requests: TinyRequest[] = []
  const server = createServer((message, response) => {
    const parts: Buffer[] = []
    message.on('data', (part: Buffer) => parts.push(part))
    message.on('end', () => {
      const { method = '', url = '', headers } = message
      const request = { method, url, headers, body: Buffer.concat(parts) }
      requests.push(request)
      tiny.answer(request, response)
    })
  })
  // Upgraded sockets are not closed by the server.
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const tiny: TinyServer = {
    origin: `http://127.0.0.1:${port}`,
    port,
    requests,
    answer,
    server,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return tiny
}

export function sendJson(response: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
