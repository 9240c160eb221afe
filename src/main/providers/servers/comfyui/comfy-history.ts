import { z } from 'zod'
import type { RemotePicture, TaskState } from '../../core/adapter.ts'
import type { Call } from '../../core/call.ts'
import { comfyGraphSchema, markOf, seedOf, type ComfyGraph } from './comfy-graph.ts'

const imageSchema = z.object({
  filename: z.string(),
  subfolder: z.string().default(''),
  type: z.string().default('output'),
})
type StoredImage = z.output<typeof imageSchema>

/** What ran, and what came of it. Outputs of other kinds (sound, text) are passed over. */
const entrySchema = z.object({
  prompt: z.array(z.unknown()).default([]),
  outputs: z
    .record(z.string(), z.looseObject({ images: z.array(imageSchema).optional().catch(undefined) }))
    .default({}),
  status: z
    .object({
      status_str: z.string().default(''),
      messages: z.array(z.tuple([z.string(), z.looseObject({})])).default([]),
    })
    .nullish(),
})
type HistoryEntry = z.output<typeof entrySchema>

const historySchema = z.record(z.string(), entrySchema)
const errorSchema = z.object({
  node_type: z.string().default(''),
  exception_type: z.string().default(''),
  exception_message: z.string().default(''),
})

/** The finished run, or null while it is not finished (or nobody knows of it). */
export async function findEntry(promptId: string, call: Call): Promise<HistoryEntry | null> {
  const path = `/history/${encodeURIComponent(promptId)}`
  const history = await call.json({ method: 'GET', path }, historySchema)
  return history[promptId] ?? null
}

export async function readEntry(entry: HistoryEntry, call: Call): Promise<TaskState> {
  if (entry.status?.status_str === 'error') return readError(entry)
  const graph = comfyGraphSchema.catch({}).parse(entry.prompt[2])
  const images = resultsOf(entry, graph)
  if (images.length === 0) {
    return { is: 'failed', words: 'The workflow ended without an image.', isBilled: 'no' }
  }
  const pictures: RemotePicture[] = []
  for (const image of images) {
    const picture = await fetchImage(image, call)
    if (picture === null) return { is: 'expired', words: 'ComfyUI has deleted the image. Ask for it again.' }
    pictures.push({ ...picture, seed: seedOf(graph) })
  }
  return { is: 'done', pictures, costUsd: 0 }
}

/**
 * What is marked `atelier:result`; else what was saved; else what was only shown. A workflow may show steps on the way,
 * and they are no results where something was saved.
 */
function resultsOf({ outputs }: HistoryEntry, graph: ComfyGraph): StoredImage[] {
  const marked = Object.entries(outputs).filter(([id]) => markOf(graph[id]) === 'result')
  const images = (marked.length > 0 ? marked.map(([, node]) => node) : Object.values(outputs)).flatMap(
    (node) => node.images ?? [],
  )
  const saved = images.filter((image) => image.type === 'output')
  return marked.length === 0 && saved.length > 0 ? saved : images
}

async function fetchImage(image: StoredImage, call: Call): Promise<RemotePicture | null> {
  const { filename, subfolder, type } = image
  const request = { method: 'GET', path: '/view', query: { filename, subfolder, type }, alsoAccept: [404] } as const
  const reply = await call.reply(request)
  return reply.status === 404 ? null : { bytes: reply.bytes, mime: reply.mime }
}

function readError({ status }: HistoryEntry): TaskState {
  const messages = status?.messages ?? []
  if (messages.some(([name]) => name === 'execution_interrupted')) return { is: 'cancelled' }
  const error = errorSchema.safeParse(messages.find(([name]) => name === 'execution_error')?.[1])
  if (!error.success)
    return { is: 'failed', words: 'The workflow failed, and ComfyUI does not say why.', isBilled: 'no' }
  const { node_type, exception_type, exception_message } = error.data
  const words = `${node_type}: ${exception_message.trim() || exception_type}`
  const remedy = /OutOfMemory/i.test(exception_type) ? ' A smaller image needs less memory.' : ''
  return { is: 'failed', words: words + remedy, isBilled: 'no' }
}
