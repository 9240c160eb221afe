import type { Server } from 'node:http'
import { WebSocketServer } from 'ws'
import { toRequest } from './read-request.ts'
import type { ServiceStub, StubPlay } from './service-stub.ts'

/** Attaches the WebSockets of a vendor that has them. */
export function attachSockets(server: Server, stub: ServiceStub, playNow: () => StubPlay): { close(): void } {
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (message, stream, head) => {
    if (stub.socket === undefined) {
      stream.destroy()
      return
    }
    sockets.handleUpgrade(message, stream, head, (socket) => {
      const request = toRequest(message, Buffer.alloc(0))
      const receive = stub.socket!(request, (frame) => socket.send(frame), playNow())
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
