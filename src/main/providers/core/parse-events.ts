import type { ServerSentEvent } from './call.ts'

/** Reads server-sent events out of bytes as they come: https://html.spec.whatwg.org/#parsing-an-event-stream */
export async function* parseEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  let name = ''
  let data: string[] = []
  for await (const line of linesOf(body)) {
    if (line !== '') {
      const [field, value] = fieldOf(line)
      if (field === 'event') name = value
      if (field === 'data') data.push(value)
      continue
    }
    if (data.length > 0) yield { event: name || 'message', data: data.join('\n') }
    name = ''
    data = []
  }
  // A browser drops an event that no empty line ends; here it may be the picture that was paid for.
  if (data.length > 0) yield { event: name || 'message', data: data.join('\n') }
}

function fieldOf(line: string): [field: string, value: string] {
  const colon = line.indexOf(':')
  if (colon === -1) return [line, '']
  const value = line.slice(colon + 1)
  return [line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value]
}

/** Lines end in CRLF, LF or CR. A line of many megabytes (a picture) is put together once, not with every piece. */
async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let pieces: string[] = []
  let endedInReturn = false
  for await (const bytes of body) {
    let text = decoder.decode(bytes, { stream: true })
    if (text === '') continue
    if (endedInReturn && text.startsWith('\n')) text = text.slice(1)
    endedInReturn = text.endsWith('\r')
    const lines = text.split(/\r\n|\n|\r/)
    const last = lines.pop() ?? ''
    for (const line of lines) {
      yield pieces.join('') + line
      pieces = []
    }
    pieces.push(last)
  }
  const rest = pieces.join('') + decoder.decode()
  if (rest !== '') yield rest
}
