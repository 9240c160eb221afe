import { z } from 'zod'
import * as messages from '../../../../shared/messages/en/server-models.ts'
import type { RemoteImage, TaskState } from '../../core/adapter.ts'
import type { Call } from '../../core/call.ts'
import { comfyGraphSchema, markOf, graphSeed, type ComfyGraph } from './comfy-graph.ts'
import { ifItFits, thoseThatFit } from '../../core/wire/if-it-fits.ts'

const imageSchema = z.object({
  filename: z.string(),
  subfolder: z.string().default(''),
  type: z.string().default('output'),
})
type StoredImage = z.output<typeof imageSchema>

/** What ran, and its outputs. Other kinds of output (audio, text) are skipped. */
const entrySchema = z.object({
  prompt: z.array(z.unknown()).catch([]),
  outputs: z
    .record(z.string(), z.looseObject({ images: thoseThatFit(imageSchema).catch([]) }).catch({ images: [] }))
    .default({}),
  status: ifItFits(
    z.object({
      status_str: z.string().catch(''),
      messages: thoseThatFit(z.tuple([z.string(), z.looseObject({})])).catch([]),
    }),
  ),
})
type HistoryEntry = z.output<typeof entrySchema>

const historySchema = z.record(z.string(), z.unknown())
const errorSchema = z.object({
  node_type: z.string().default(''),
  exception_type: z.string().default(''),
  exception_message: z.string().default(''),
})

/** Returns the finished run; null while it is unfinished or if it is unknown. */
export async function findEntry(promptId: string, call: Call): Promise<HistoryEntry | null> {
  const path = `/history/${encodeURIComponent(promptId)}`
  const history = await call.json({ method: 'GET', path }, historySchema)
  return entrySchema.nullish().parse(history[promptId]) ?? null
}

export async function readEntry(entry: HistoryEntry, call: Call): Promise<TaskState> {
  if (entry.status?.status_str === 'error') return readError(entry)
  const graph = comfyGraphSchema.catch({}).parse(entry.prompt[2])
  const images = resultsOf(entry, graph)
  if (images.length === 0) {
    return { type: 'failed', message: messages.noWorkflowImage, isBilled: 'no' }
  }
  const fetched: RemoteImage[] = []
  for (const image of images) {
    const remote = await fetchImage(image, call)
    if (remote === null) return { type: 'expired', message: messages.comfyImageDeleted }
    fetched.push({ ...remote, seed: graphSeed(graph) })
  }
  return { type: 'done', images: fetched, costUsd: 0 }
}

/**
 * Returns what is marked `atelier:result`; else what was saved; else what was only previewed. A workflow may preview
 * intermediate steps, which are not results if something was saved.
 */
function resultsOf({ outputs }: HistoryEntry, graph: ComfyGraph): StoredImage[] {
  const marked = Object.entries(outputs).filter(([id]) => markOf(graph[id]) === 'result')
  const images = (marked.length > 0 ? marked.map(([, node]) => node) : Object.values(outputs)).flatMap(
    (node) => node.images,
  )
  const saved = images.filter((image) => image.type === 'output')
  return marked.length === 0 && saved.length > 0 ? saved : images
}

async function fetchImage(image: StoredImage, call: Call): Promise<RemoteImage | null> {
  const { filename, subfolder, type } = image
  const request = { method: 'GET', path: '/view', query: { filename, subfolder, type }, alsoAccept: [404] } as const
  const response = await call.response(request)
  return response.status === 404 ? null : { bytes: response.bytes, mime: response.mime }
}

function readError({ status }: HistoryEntry): TaskState {
  const events = status?.messages ?? []
  if (events.some(([name]) => name === 'execution_interrupted')) return { type: 'cancelled' }
  const error = errorSchema.safeParse(events.find(([name]) => name === 'execution_error')?.[1])
  if (!error.success) return { type: 'failed', message: messages.workflowFailed, isBilled: 'no' }
  const { node_type, exception_type, exception_message } = error.data
  const message = `${node_type}: ${exception_message.trim() || exception_type}`
  const text = /OutOfMemory/i.test(exception_type) ? messages.comfyOutOfMemory({ message }) : message
  return { type: 'failed', message: text, isBilled: 'no' }
}
