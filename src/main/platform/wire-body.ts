import type { Readable } from 'node:stream'

/**
 * A stream's bytes as they come. Leaving the loop early closes the connection, and so does returning the iterator
 * before the first byte was asked for, which a stream's own iterator would ignore.
 */
export function toWireBody(source: Readable, close: () => void, toFailure: (thrown: unknown) => Error) {
  // What breaks before anyone reads is told by the first read; an event that nobody hears would end the program.
  source.on('error', () => undefined)
  const body: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]() {
      const parts = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
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
