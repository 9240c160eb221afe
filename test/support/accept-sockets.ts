import { createHash } from 'node:crypto'
import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'

export interface SocketGuest {
  readonly url: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly socket: Duplex
  /** Resolves when it has received something. */
  readonly whenHeard: Promise<unknown>
  text(message: string): void
  bytes(message: Uint8Array): void
}

/** Performs the server side of the WebSocket handshake (RFC 6455); returns the connected clients. */
export function acceptSockets(server: Server): SocketGuest[] {
  const guests: SocketGuest[] = []
  server.on('upgrade', ({ url = '', headers }, socket: Duplex) => {
    const accept = createHash('sha1')
      .update(`${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64')
    const head = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
    socket.write(`${head}Sec-WebSocket-Accept: ${accept}\r\n\r\n`)
    socket.on('error', () => undefined)
    socket.on('data', (data: Buffer) => {
      // Responds to a close frame by ending.
      if (data[0] === 0x88) socket.end(frameOf(8, new Uint8Array()))
    })
    guests.push({
      url,
      headers,
      socket,
      whenHeard: new Promise((resolve) => socket.once('data', resolve)),
      text: (message) => void socket.write(frameOf(1, Buffer.from(message))),
      bytes: (message) => void socket.write(frameOf(2, message)),
    })
  })
  return guests
}

/** Encodes a short frame only. */
function frameOf(opcode: number, payload: Uint8Array): Uint8Array {
  return new Uint8Array([0x80 | opcode, payload.byteLength, ...payload])
}
