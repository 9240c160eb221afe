import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { smallPng } from '../small-pictures.ts'

/** A service that outlives every kill of the program, and remembers what was asked of it. */
export interface QueueWire {
  readonly origin: string
  /** By the words of a request: how often it was asked for, which is how often it was billed. */
  readonly posts: ReadonlyMap<string, number>
  close(): Promise<void>
}

/**
 * `POST /pictures` answers with the pixels where the words say `sync`, after a while, and with the number of a task
 * otherwise; `GET /tasks/<number>` is done at the third look; `GET /delivered/<number>` is the picture.
 */
export async function startQueueWire(): Promise<QueueWire> {
  const posts = new Map<string, number>()
  const looks = new Map<string, number>()

  const server = createServer((request, reply) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const [, kind = '', number = ''] = request.url?.split('/') ?? []
      const send = (body: object) => reply.setHeader('content-type', 'application/json').end(JSON.stringify(body))
      if (kind === 'pictures') {
        const { words } = JSON.parse(Buffer.concat(chunks).toString()) as { words: string }
        posts.set(words, (posts.get(words) ?? 0) + 1)
        const seed = Number(words.split(' ').at(-1))
        if (!words.startsWith('sync')) send({ task: `task-${seed}` })
        else setTimeout(() => send({ base64: Buffer.from(smallPng(seed)).toString('base64') }), 15)
      } else if (kind === 'tasks') {
        const look = (looks.get(number) ?? 0) + 1
        looks.set(number, look)
        send(look < 3 ? { task: number } : { link: `/delivered/${number}` })
      } else reply.setHeader('content-type', 'image/png').end(smallPng(Number(number.split('-')[1])))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
