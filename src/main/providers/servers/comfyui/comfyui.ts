import { z } from 'zod'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import { providerLabels } from '../../../../shared/domain/provider-id.ts'
import { workflowPathOf } from '../../../../shared/domain/workflow-model.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import type { AdapterInput, Credential, ProviderAdapter, TaskState } from '../../core/adapter.ts'
import type { Call } from '../../core/call.ts'
import { buildGraph } from './build-graph.ts'
import { readComfyFailure, submittedSchema, wordsOf } from './comfy-failure.ts'
import type { ComfyGraph } from './comfy-graph.ts'
import { comfyLive } from './comfy-live.ts'
import { defineComfyCheckpoint, defineFirstCheckpoint, firstCheckpoint } from './comfy-models.ts'
import { uploadPicture, uploadWithMask } from './upload-picture.ts'
import { describeWorkflow } from './workflow/describe-workflow.ts'
import { fillWorkflow } from './workflow/fill-workflow.ts'
import { findSlots } from './workflow/find-slots.ts'
import { readWorkflow, workflowNameOf } from './workflow/read-workflow.ts'
import type { SamplerFacts } from './comfy-models.ts'
import { findEntry, readEntry } from './comfy-history.ts'

const minuteMs = 60_000

/** ComfyUI with its own nodes and nothing else; or whatever a person's own workflow needs. */
export const comfyui: ProviderAdapter = {
  id: 'comfyui',
  label: providerLabels.comfyui,
  kind: 'local',
  baseUrl: 'http://127.0.0.1:8188',
  // Its desktop edition listens on 8000.
  usualPorts: [8188, 8000],
  apiHosts: [],
  deliveryHosts: [],
  // It has no login of its own; a proxy in front of it may want a token.
  credential: { need: 'optional', form: 'key', pageUrl: null },
  privacy:
    'Everything stays on the computer that runs ComfyUI: this one, unless you set another address. Images that are sent lie in its temporary folder until it is started anew.',
  blackImageAdvice:
    'Start ComfyUI with --fp32-vae, use a VAE that belongs to the model and is fixed for fp16, or decode in tiles.',
  models: [defineFirstCheckpoint(null)],
  addModelHint: 'A workflow of your own: choose its file, exported for the API',
  // It draws one after the other; what waits in its queue can be taken out again.
  concurrency: 2,
  timing: { submitTimeoutMs: 2 * minuteMs, pollEveryMs: 1_000, deadlineMs: 120 * minuteMs, stoppedAfterMs: 5_000 },
  authorise: toProxyHeader,
  check: checkServer,
  async listModels(call) {
    const facts = await listSamplers(call)
    const checkpoints = await listComfyCheckpoints(call)
    const cards = checkpoints.map((name) => defineComfyCheckpoint(name, labelOf(name), facts))
    return { models: cards.length === 0 ? [] : [defineFirstCheckpoint(facts), ...cards], isComplete: true }
  },
  describeModel,
  async submit(input, call) {
    const graph = await buildOwnOrChosen(input, call)
    return submitGraph(graph, input, call)
  },
  poll: lookAtRun,
  cancel: stopComfyRun,
  live: comfyLive,
  readFailure: readComfyFailure,
}

const statsSchema = z.object({
  system: z.object({ comfyui_version: z.string().optional() }),
  devices: z.array(z.object({ name: z.string() })).default([]),
})

async function checkServer(call: Call) {
  const { system, devices } = await call.json({ method: 'GET', path: '/system_stats' }, statsSchema)
  const device = devices[0] ? ` on ${devices[0].name}` : ''
  return { message: `ComfyUI ${system.comfyui_version ?? ''}${device}`.replace('  ', ' ') }
}

async function describeModel(id: string, call: Call): Promise<ModelCard> {
  const path = workflowPathOf(id)
  if (path !== null) return describeWorkflow(id, workflowNameOf(path), await readWorkflow(path, call))
  if ((await listComfyCheckpoints(call)).includes(id))
    return defineComfyCheckpoint(id, labelOf(id), await listSamplers(call))
  throw new AppError('provider/unknown-model', `ComfyUI has no checkpoint “${id}”.`)
}

function labelOf(checkpoint: string): string {
  return checkpoint.replace(/\.(safetensors|ckpt|pt|gguf)$/i, '')
}

async function buildOwnOrChosen(input: AdapterInput, call: Call): Promise<ComfyGraph> {
  // -1 is not taken: a seed has to be drawn here.
  const seed = input.seed ?? crypto.getRandomValues(new Uint32Array(1))[0]!
  const path = workflowPathOf(input.card.id)
  if (path !== null) return buildFromWorkflow(path, input, seed, call)
  const checkpoint = input.card.id === firstCheckpoint ? await requireFirstCheckpoint(call) : input.card.id
  const names = {
    source: input.source && (await uploadPicture(input.source, `${input.ticket}-source`, call)),
    mask: input.mask && (await uploadPicture(input.mask, `${input.ticket}-mask`, call)),
  }
  return buildGraph(input, checkpoint, names, seed)
}

/** Read anew: the file is the person's, and as it is now is what runs. */
async function buildFromWorkflow(path: string, input: AdapterInput, seed: number, call: Call): Promise<ComfyGraph> {
  const graph = await readWorkflow(path, call)
  requireSameInputs(input.card, describeWorkflow(input.card.id, workflowNameOf(path), graph))
  const slots = findSlots(graph)
  const { source, mask, ticket } = input
  if (source && mask && slots.maskKind === 'in-source') {
    const carrier = await uploadWithMask(source, mask, `${ticket}-source`, call)
    return fillWorkflow(graph, slots, input, { source: carrier, mask: null }, seed)
  }
  const names = {
    source: source && (await uploadPicture(source, `${ticket}-source`, call)),
    mask: mask && (await uploadPicture(mask, `${ticket}-mask`, call)),
  }
  return fillWorkflow(graph, slots, input, names, seed)
}

/** The pictures were made for the file as it was: a mask drawn the other way round would repaint everything else. */
function requireSameInputs(was: ModelCard, now: ModelCard): void {
  const isSame = (['mask', 'maskPolarity', 'picturesMin'] as const).every((name) => was[name] === now[name])
  if (isSame) return
  throw new AppError(
    'provider/unknown-model',
    `“${now.label}” takes other images than when it was chosen, so nothing was drawn. On the Models page choose the workflow again.`,
  )
}

async function submitGraph(graph: ComfyGraph, input: AdapterInput, call: Call): Promise<TaskState> {
  const json = {
    prompt: graph,
    client_id: input.ticket,
    // Known before the answer; builds before 0.3.45 choose their own all the same.
    prompt_id: input.ticket,
    // Asked for with each prompt; older builds show previews only where they are started so.
    ...(input.wantsPreviews && { extra_data: { preview_method: 'auto' } }),
  }
  const request = { method: 'POST', path: '/prompt', body: { json }, isPaid: true } as const
  const { prompt_id, node_errors } = await call.json(request, submittedSchema)
  const words = wordsOf(node_errors)
  if (words === '') return { is: 'waiting', handle: prompt_id, progress: 0 }
  // A part of the workflow was found good and is in the queue: without the rest it is not what was asked for.
  await stopComfyRun(prompt_id, call)
  return { is: 'failed', words, isBilled: 'no' }
}

function toProxyHeader(credential: Credential): Record<string, string> {
  switch (credential.is) {
    case 'key':
      return { authorization: `Bearer ${credential.key}` }
    case 'login': {
      const login = Buffer.from(`${credential.user}:${credential.password}`).toString('base64')
      return { authorization: `Basic ${login}` }
    }
    default:
      return {}
  }
}

/** A node's fields: old nodes give their choices as a list, newer ones beside the word COMBO. */
const fieldSchema = z.union([
  z.tuple([z.array(z.string())]).rest(z.unknown()),
  z.tuple([z.literal('COMBO'), z.looseObject({ options: z.array(z.string()) })]).rest(z.unknown()),
])
const nodeInfoSchema = z.record(
  z.string(),
  z.object({ input: z.object({ required: z.record(z.string(), z.unknown()).default({}) }) }),
)

async function listComfyCheckpoints(call: Call): Promise<string[]> {
  const reply = await call.reply({ method: 'GET', path: '/models/checkpoints', alsoAccept: [404] })
  // Builds before 2024-07 have no such route.
  if (reply.status === 404) return listChoices('CheckpointLoaderSimple', 'ckpt_name', call)
  return z.array(z.string()).catch([]).parse(JSON.parse(reply.text()))
}

async function listSamplers(call: Call): Promise<SamplerFacts> {
  const samplers = await listChoices('KSampler', 'sampler_name', call)
  return { samplers, schedulers: await listChoices('KSampler', 'scheduler', call) }
}

async function requireFirstCheckpoint(call: Call): Promise<string> {
  const [first] = await listComfyCheckpoints(call)
  if (first !== undefined) return first
  throw new AppError(
    'provider/unknown-model',
    'ComfyUI has no checkpoint, so nothing was drawn. Put one into its folder models/checkpoints, or choose a workflow of your own.',
  )
}

async function listChoices(classType: string, field: string, call: Call): Promise<string[]> {
  const info = await call.json({ method: 'GET', path: `/object_info/${classType}` }, nodeInfoSchema)
  const parsed = fieldSchema.safeParse(info[classType]?.input.required[field])
  if (!parsed.success) return []
  return parsed.data[0] === 'COMBO' ? parsed.data[1].options : parsed.data[0]
}

/** `[number, prompt id, …]`; the smallest number is next. */
const itemSchema = z.tuple([z.number(), z.string()]).rest(z.unknown())
const queueSchema = z.object({ queue_running: z.array(itemSchema), queue_pending: z.array(itemSchema) })

async function lookAtRun(promptId: string, call: Call): Promise<TaskState> {
  const entry = await findEntry(promptId, call)
  if (entry !== null) return readEntry(entry, call)
  const queue = await readQueue(call)
  if (queue.queue_running.some(([, id]) => id === promptId)) return { is: 'waiting', handle: promptId, progress: null }
  const pending = queue.queue_pending.find(([, id]) => id === promptId)
  if (pending) {
    const before = queue.queue_pending.filter(([number]) => number < pending[0]).length + queue.queue_running.length
    return { is: 'waiting', handle: promptId, progress: 0, note: before === 1 ? '1 before it' : `${before} before it` }
  }
  // A run leaves the queue and enters the history in one step: in neither means it ended between the two looks, or is lost.
  const late = await findEntry(promptId, call)
  if (late !== null) return readEntry(late, call)
  return {
    is: 'expired',
    words: 'ComfyUI does not know this run any more: it was taken out of the queue, or ComfyUI was started anew.',
  }
}

/**
 * Takes our run out of the queue, or stops it where it is the one that runs. Builds before 2025-09 stop whatever runs,
 * whatever they are told, so they are told only while ours does.
 */
async function stopComfyRun(promptId: string, call: Call): Promise<void> {
  await call.reply({ method: 'POST', path: '/queue', body: { json: { delete: [promptId] } } })
  const queue = await readQueue(call)
  if (!queue.queue_running.some(([, id]) => id === promptId)) return
  await call.reply({ method: 'POST', path: '/interrupt', body: { json: { prompt_id: promptId } } })
}

function readQueue(call: Call): Promise<z.output<typeof queueSchema>> {
  return call.json({ method: 'GET', path: '/queue' }, queueSchema)
}
