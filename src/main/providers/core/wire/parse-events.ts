import { createParser } from 'eventsource-parser'
import type { ServerSentEvent } from '../call.ts'

/** Parses server-sent events from a byte stream: https://html.spec.whatwg.org/#parsing-an-event-stream */
export async function* parseEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const events: ServerSentEvent[] = []
  const parser = createParser({ onEvent: ({ event = 'message', data }) => events.push({ event, data }) })
  const decoder = new TextDecoder()
  for await (const bytes of body) {
    parser.feed(decoder.decode(bytes, { stream: true }))
    yield* events.splice(0)
  }
  // A browser drops an event without a final empty line; here it may be the image that was paid for.
  parser.feed(`${decoder.decode()}\n\n`)
  yield* events.splice(0)
}
