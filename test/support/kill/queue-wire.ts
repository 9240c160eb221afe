import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { smallPng } from '../small-images.ts'

/** A service that outlives every kill of the program and remembers its requests. */
export interface QueueWire {
  readonly origin: string
  /** By prompt: number of requests, which is how often it was billed. */
  readonly posts: ReadonlyMap<string, number>
  /** Resolves once there are requests with so many prompts. */
  untilPosted(count: number): Promise<void>
  close(): Promise<void>
}

/**
 * `POST /pictures` responds with the pixels after a delay if the prompt says `sync`, otherwise with a task number; `GET
 * /tasks/<number>` is done on the third poll; `GET /delivered/<number>` is the image.
 */
export async function startQueueWire(): Promise<QueueWire> {
  const posts = new Map<string, number>()
  const polls = new Map<string, number>()
  const waiting = new Map<() => void, number>()

  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const [, kind = '', number = ''] = request.url?.split('/') ?? []
      const send = (body: object) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
      if (kind === 'pictures') {
        const { message } = JSON.parse(Buffer.concat(chunks).toString()) as { message: string }
        posts.set(message, (posts.get(message) ?? 0) + 1)
        for (const [resolve, count] of waiting) if (posts.size >= count) resolve()
        const seed = Number(message.split(' ').at(-1))
        if (!message.startsWith('sync')) send({ task: `task-${seed}` })
        else setTimeout(() => send({ base64: Buffer.from(smallPng(seed)).toString('base64') }), 15)
      } else if (kind === 'tasks') {
        const poll = (polls.get(number) ?? 0) + 1
        polls.set(number, poll)
        send(poll < 3 ? { task: number } : { link: `/delivered/${number}` })
      } else response.setHeader('content-type', 'image/png').end(smallPng(Number(number.split('-')[1])))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    untilPosted: (count) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      if (posts.size >= count) resolve()
      waiting.set(resolve, count)
      return promise
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
