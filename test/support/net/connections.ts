import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, vi } from 'vitest'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Both ends of the connections that this process has made and accepted. */
const open = new Set<Socket>()
let all: WeakRef<Socket>[] = []
const count = (message: unknown) => {
  const { socket } = message as { readonly socket: Socket }
  open.add(socket)
  all.push(new WeakRef(socket))
  socket.on('close', () => open.delete(socket))
}
subscribe('net.client.socket', count)
subscribe('net.server.socket', count)

/** Resolves when all connections are closed, and what listens for that has been called. */
export async function allClosed(): Promise<void> {
  await vi.waitFor(() => expect(open.size).toBe(0), 20_000)
  await turn()
}

/** What is in memory once all connections are closed: bytes, and how many of the closed connections are. */
export async function memoryAtRest(): Promise<{ readonly bytes: number; readonly connections: number }> {
  await allClosed()
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  all = all.filter((each) => each.deref() !== undefined)
  return { bytes: heapUsed + arrayBuffers, connections: all.length }
}
