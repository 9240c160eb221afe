import { ReadBuffer, serializeMessage, type JSONRPCMessage, type Transport } from '@modelcontextprotocol/client'
import { startInHost, type HostedCommand } from './run-in-host.ts'
import type { Asked } from './wire.ts'

/** A command that serves others, too, goes on after its client has left: so long a closing client waits for its end. */
const patienceMs = 1_000

/** Connects a client of the SDK to a command in the host, as `StdioClientTransport` does to a process. */
export class HostTransport implements Transport {
  onclose?: () => void
  onerror?: (error: Error) => void
  onmessage?: <T extends JSONRPCMessage>(message: T) => void
  readonly #asked: Asked
  readonly #received = new ReadBuffer()
  #command: HostedCommand | null = null

  constructor(asked: Asked) {
    this.#asked = asked
  }

  async start(): Promise<void> {
    this.#command = startInHost(this.#asked, { onOut: (bytes) => this.#receive(bytes) })
    this.#command.ended.catch((error: Error) => this.onerror?.(error)).finally(() => this.onclose?.())
  }

  async send(message: JSONRPCMessage): Promise<void> {
    this.#command?.write(serializeMessage(message))
  }

  async close(): Promise<void> {
    const command = this.#command
    if (command === null) return
    command.endInput()
    const { promise: isLate, resolve } = Promise.withResolvers<void>()
    const patience = setTimeout(resolve, patienceMs)
    await Promise.race([command.ended, isLate])
    clearTimeout(patience)
    this.onclose?.()
  }

  /** Resolves when the command has ended, which every client leaves at last. */
  async ended(): Promise<void> {
    await this.#command?.ended
  }

  #receive(bytes: Buffer): void {
    this.#received.append(bytes)
    for (;;) {
      try {
        const message = this.#received.readMessage()
        if (message === null) return
        this.onmessage?.(message)
      } catch (thrown) {
        this.onerror?.(thrown as Error)
      }
    }
  }
}
