import { connect, type Socket } from 'node:net'
import { hostVariable, readLines, writeLine, type Asked, type FromHost } from './wire.ts'

/** What a command did. */
export interface HostedResult {
  readonly code: number
  readonly out: string
  readonly err: string
}

interface Listener {
  /** Called with parts of its standard error, and of its standard output. */
  readonly onSaid?: ((text: string) => void) | undefined
  readonly onOut?: ((bytes: Buffer) => void) | undefined
}

/** A command that runs in the host. */
export interface HostedCommand {
  write(bytes: string | Uint8Array): void
  endInput(): void
  /** As Ctrl+C does. */
  interrupt(): void
  /** @throws if the host ends before it does */
  readonly ended: Promise<HostedResult>
}

/** Runs a command in the host: the same function as in a start of the program, in a process that is warm. */
export function startInHost(asked: Asked, { onSaid, onOut }: Listener = {}): HostedCommand {
  const path = process.env[hostVariable]
  if (path === undefined) throw new Error('The host of commands is not running: test/support/host/start-host.ts')
  const socket = connect(path)
  writeLine(socket, asked)
  return {
    write: (bytes) => writeLine(socket, { input: Buffer.from(bytes).toString('base64') }),
    endInput: () => writeLine(socket, { inputEnds: true }),
    interrupt: () => writeLine(socket, { interrupt: true }),
    ended: resultOf(socket, asked, { onSaid, onOut }),
  }
}

function resultOf(socket: Socket, { args }: Asked, { onSaid, onOut }: Listener): Promise<HostedResult> {
  const { promise, resolve, reject } = Promise.withResolvers<HostedResult>()
  const parts: { out: Buffer[]; err: Buffer[] } = { out: [], err: [] }
  const text = (name: 'out' | 'err') => Buffer.concat(parts[name]).toString()
  readLines(socket, (value) => {
    const message = value as FromHost
    if ('code' in message) {
      resolve({ code: message.code, out: text('out'), err: text('err') })
    } else if ('out' in message) {
      const bytes = Buffer.from(message.out, 'base64')
      parts.out.push(bytes)
      onOut?.(bytes)
    } else {
      const bytes = Buffer.from(message.err, 'base64')
      parts.err.push(bytes)
      onSaid?.(bytes.toString())
    }
  })
  socket.on('error', reject)
  socket.on('close', () => reject(new Error(`The host ended during ‘${args.join(' ')}’. It said: ${text('err')}`)))
  return promise
}
