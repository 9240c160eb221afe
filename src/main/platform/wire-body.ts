import { on } from 'node:events'
import type { Readable } from 'node:stream'

/** So many parts may wait for who reads them. */
const waitingMax = 8

/**
 * A stream's bytes as they come. Leaving the loop early closes the connection, and so does returning the iterator
 * before the first byte was asked for, which a stream's own iterator would ignore.
 */
export function toWireBody(source: Readable, close: () => void, toFailure: (thrown: unknown) => Error) {
  // What breaks before anyone reads is told by the first read; an event that nobody hears would end the program.
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

/** A stream's own iterator joins all that waits into one part: for large files that costs more than writing and hashing. */
async function* readParts(source: Readable): AsyncGenerator<Uint8Array, undefined> {
  if (!source.destroyed) {
    const options = { close: ['end', 'close'], highWaterMark: waitingMax, lowWaterMark: waitingMax / 2 }
    for await (const [part] of on(source, 'data', options)) yield part as Uint8Array
  }
  if (!source.readableEnded) throw source.errored ?? new Error('ended too early')
}
