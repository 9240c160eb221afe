import { describe, expect, it } from 'vitest'
import type { ServerSentEvent } from '../call.ts'
import { parseEvents } from './parse-events.ts'

async function* inParts(text: string, partBytes: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  for (let start = 0; start < bytes.length; start += partBytes) yield bytes.subarray(start, start + partBytes)
}

async function parse(text: string, partBytes = 1_000): Promise<ServerSentEvent[]> {
  const events: ServerSentEvent[] = []
  for await (const event of parseEvents(inParts(text, partBytes))) events.push(event)
  return events
}

describe.each([1, 2, 3, 7, 1_000])('in chunks of %i bytes', (partBytes) => {
  it.each(['\n', '\r\n', '\r'])(
    'reads names, comments, multi-line data and [DONE] with line ending %j',
    async (end) => {
      const lines = [
        ': a comment',
        'event: partial',
        'data: {"é":1}',
        'id: 7',
        'retry: 100',
        '',
        'data:no space',
        'data:  two spaces',
        'data',
        '',
        '',
        'event: nothing',
        '',
        'data: [DONE]',
        '',
        '',
      ]
      expect(await parse(lines.join(end), partBytes)).toEqual([
        { event: 'partial', data: '{"é":1}' },
        { event: 'message', data: 'no space\n two spaces\n' },
        { event: 'message', data: '[DONE]' },
      ])
    },
  )
})

it('skips a byte order mark', async () => {
  expect(await parse('\uFEFFdata: a\n\n')).toEqual([{ event: 'message', data: 'a' }])
})

it.each(['', '\n', '\r', '\r\n'])('keeps a last event that ends in %j instead of an empty line', async (end) => {
  expect(await parse(`data: a\n\nevent: last\ndata: b${end}`)).toEqual([
    { event: 'message', data: 'a' },
    { event: 'last', data: 'b' },
  ])
})

it('reads an event of 20 MB on a single line', async () => {
  const image = 'A'.repeat(20_000_000)
  // Searching all of it again with each chunk would far exceed the test's timeout.
  const [event] = await parse(`data: ${image}\n\n`, 1_024)
  expect(event?.data.length).toBe(image.length)
})
