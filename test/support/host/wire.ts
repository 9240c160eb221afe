import type { Readable, Writable } from 'node:stream'

/** The first line of a connection to the host: a command, as somebody gives it. */
export interface Asked {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly home: string
}

/** What follows it. Bytes are base64. */
export type ToHost = { readonly input: string } | { readonly inputEnds: true } | { readonly interrupt: true }
/** The last one has the exit code. */
export type FromHost = { readonly out: string } | { readonly err: string } | { readonly code: number }

export function writeLine(stream: Writable, value: Asked | ToHost | FromHost): void {
  stream.write(`${JSON.stringify(value)}\n`)
}

/** Calls `take` with each line, parsed. */
export function readLines(stream: Readable, take: (value: unknown) => void): void {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (part: string) => {
    const lines = (rest + part).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) take(JSON.parse(line))
  })
}

/** Started as Node.js, it runs its arguments as a command in the host, with its own standard streams. */
export const relayFile = 'test/support/host/relay.ts'

/** The variable with the path of the host's socket. */
export const hostVariable = 'ATELIER_TEST_HOST'
