import { on } from 'node:events'
import type { Readable } from 'node:stream'

/** Maximum number of chunks buffered for the reader. */
const waitingMax = 8

/**
 * Returns a stream's bytes as they arrive. Leaving the loop early closes the connection, and so does returning the
 * iterator before the first read, which a stream's own iterator would ignore.
 */
export function toWireBody(source: Readable, close: () => void, toFailure: (thrown: unknown) => Error) {
  // A failure before the first read is reported by that read; an unhandled `error` event would crash the program.
  source.on('error', () => undefined)
  const body: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]() {
      const parts = readParts(source)
      return {
        next: () => parts.next().catch((thrown: unknown) => Promise.reject(toFailure(thrown))),
        return: () => {
          close()
          source.destroy()
          return Promise.resolve({ done: true as const, value: undefined })
        },
      }
    },
  }
  return body
}

/** A stream's own iterator joins all buffered chunks: for large files that costs more than writing and hashing. */
async function* readParts(source: Readable): AsyncGenerator<Uint8Array, undefined> {
  if (!source.destroyed) {
    const options = { close: ['end', 'close'], highWaterMark: waitingMax, lowWaterMark: waitingMax / 2 }
    for await (const [part] of on(source, 'data', options)) yield part as Uint8Array
  }
  if (!source.readableEnded) throw source.errored ?? new Error('ended too early')
}
