import { z } from 'zod'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import { providerLabels } from '../../../../shared/domain/provider-id.ts'
import { workflowPathOf } from '../../../../shared/domain/provider.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/server-models.ts'
import type { AdapterInput, Credential, ProviderAdapter, TaskState } from '../../core/adapter.ts'
import type { Call } from '../../core/call.ts'
import { buildGraph, type UploadedNames } from './build-graph.ts'
import { readComfyFailure, comfySubmittedSchema, nodeMessages } from './comfy-failure.ts'
import type { ComfyGraph } from './comfy-graph.ts'
import { comfyLive } from './comfy-live.ts'
import { defineComfyCheckpoint, defineFirstCheckpoint, firstCheckpoint, type SamplerFacts } from './comfy-models.ts'
import { uploadImage, uploadWithMask } from './upload-image.ts'
import { describeWorkflow, readWorkflow, workflowNameOf } from './workflow/workflow.ts'
import { findSlots, type Slot, type WorkflowSlots } from './workflow/find-slots.ts'
import { findEntry, readEntry } from './comfy-history.ts'
import { thoseThatFit } from '../../core/wire/if-it-fits.ts'

const minuteMs = 60_000

/** ComfyUI with only its built-in nodes; or with whatever a user's own workflow needs. */
export const comfyui: ProviderAdapter = {
  id: 'comfyui',
  label: providerLabels.comfyui,
  kind: 'local',
  baseUrl: 'http://127.0.0.1:8188',
  // Its desktop edition listens on 8000.
  usualPorts: [8188, 8000],
  apiHosts: [],
  deliveryHosts: [],
  // It has no login of its own; a proxy in front of it may require a token.
  credential: { need: 'optional', form: 'key', pageUrl: null },
  privacy: messages.comfyPrivacy,
  blackImageAdvice: messages.comfyBlackImageAdvice,
  models: [defineFirstCheckpoint(null)],
  addModelHint: messages.addWorkflow,
  // It draws one at a time; prompts waiting in its queue can be removed.
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
  const server = `ComfyUI ${system.comfyui_version ?? ''}`.trim()
  const device = devices[0]?.name
  return { message: device === undefined ? server : messages.serverOnDevice({ server, device }) }
}

async function describeModel(id: string, call: Call): Promise<ModelCard> {
  const path = workflowPathOf(id)
  if (path !== null) return describeWorkflow(id, workflowNameOf(path), await readWorkflow(path, call))
  if ((await listComfyCheckpoints(call)).includes(id))
    return defineComfyCheckpoint(id, labelOf(id), await listSamplers(call))
  throw new AppError('provider/unknown-model', messages.noSuchCheckpoint({ name: id }))
}

function labelOf(checkpoint: string): string {
  return checkpoint.replace(/\.(safetensors|ckpt|pt|gguf)$/i, '')
}

async function buildOwnOrChosen(input: AdapterInput, call: Call): Promise<ComfyGraph> {
  // -1 is not accepted: the seed must be drawn here.
  const seed = input.seed ?? crypto.getRandomValues(new Uint32Array(1))[0]!
  const path = workflowPathOf(input.card.id)
  if (path !== null) return buildFromWorkflow(path, input, seed, call)
  const checkpoint = input.card.id === firstCheckpoint ? await requireFirstCheckpoint(call) : input.card.id
  const names = {
    source: input.source && (await uploadImage(input.source, `${input.ticket}-source`, call)),
    mask: input.mask && (await uploadImage(input.mask, `${input.ticket}-mask`, call)),
  }
  return buildGraph(input, checkpoint, names, seed)
}

/** Read again: the file is the user's, and its current version is what runs. */
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
    source: source && (await uploadImage(source, `${ticket}-source`, call)),
    mask: mask && (await uploadImage(mask, `${ticket}-mask`, call)),
  }
  return fillWorkflow(graph, slots, input, names, seed)
}

/**
 * The images were prepared for an earlier version of the file: a mask of the opposite polarity would repaint everything
 * else.
 */
function requireSameInputs(previous: ModelCard, current: ModelCard): void {
  const isSame = (['mask', 'maskPolarity', 'picturesMin'] as const).every((name) => previous[name] === current[name])
  if (isSame) return
  throw new AppError('provider/unknown-model', messages.workflowChanged({ name: current.label }))
}

async function submitGraph(graph: ComfyGraph, input: AdapterInput, call: Call): Promise<TaskState> {
  const json = {
    prompt: graph,
    client_id: input.ticket,
    // Makes the id known before the response; builds before 0.3.45 choose their own anyway.
    prompt_id: input.ticket,
    // Requested with each prompt; older builds show previews only if started with that option.
    ...(input.wantsPreviews && { extra_data: { preview_method: 'auto' } }),
  }
  const request = { method: 'POST', path: '/prompt', body: { json }, isPaid: true } as const
  const { prompt_id: handle, node_errors } = await call.json(request, comfySubmittedSchema)
  const message = nodeMessages(node_errors)
  if (message === '') return { type: 'waiting', handle: handle ?? input.ticket, progress: 0 }
  // A part of the workflow was valid and has been queued: without the rest it is not what was requested.
  await stopComfyRun(handle ?? input.ticket, call)
  return { type: 'failed', message, isBilled: 'no' }
}

function toProxyHeader(credential: Credential): Record<string, string> {
  switch (credential.type) {
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

/** A node's fields: old nodes list the choices directly, newer ones next to the string COMBO. */
const fieldSchema = z.union([
  z.tuple([z.array(z.string())]).rest(z.unknown()),
  z.tuple([z.literal('COMBO'), z.looseObject({ options: z.array(z.string()) })]).rest(z.unknown()),
])
const nodeInfoSchema = z.record(
  z.string(),
  z.object({ input: z.object({ required: z.record(z.string(), z.unknown()).default({}) }) }),
)

async function listComfyCheckpoints(call: Call): Promise<string[]> {
  const response = await call.response({ method: 'GET', path: '/models/checkpoints', alsoAccept: [404] })
  // Builds before 2024-07 have no such route.
  if (response.status === 404) return listChoices('CheckpointLoaderSimple', 'ckpt_name', call)
  return z.array(z.string()).catch([]).parse(JSON.parse(response.text()))
}

async function listSamplers(call: Call): Promise<SamplerFacts> {
  const samplers = await listChoices('KSampler', 'sampler_name', call)
  return { samplers, schedulers: await listChoices('KSampler', 'scheduler', call) }
}

async function requireFirstCheckpoint(call: Call): Promise<string> {
  const [first] = await listComfyCheckpoints(call)
  if (first !== undefined) return first
  throw new AppError('provider/unknown-model', messages.noCheckpoint)
}

async function listChoices(classType: string, field: string, call: Call): Promise<string[]> {
  const info = await call.json({ method: 'GET', path: `/object_info/${classType}` }, nodeInfoSchema)
  const parsed = fieldSchema.safeParse(info[classType]?.input.required[field])
  if (!parsed.success) return []
  return parsed.data[0] === 'COMBO' ? parsed.data[1].options : parsed.data[0]
}

/** `[number, prompt id, …]`; the smallest number is next. */
const itemSchema = z.tuple([z.number(), z.string()]).rest(z.unknown())
const queueSchema = z.object({ queue_running: thoseThatFit(itemSchema), queue_pending: thoseThatFit(itemSchema) })

async function lookAtRun(promptId: string, call: Call): Promise<TaskState> {
  const entry = await findEntry(promptId, call)
  if (entry !== null) return readEntry(entry, call)
  const queue = await readQueue(call)
  if (queue.queue_running.some(([, id]) => id === promptId))
    return { type: 'waiting', handle: promptId, progress: null }
  const pending = queue.queue_pending.find(([, id]) => id === promptId)
  if (pending) {
    const ahead = queue.queue_pending.filter(([number]) => number < pending[0]).length + queue.queue_running.length
    return { type: 'waiting', handle: promptId, progress: 0, note: messages.aheadInQueue({ count: ahead }) }
  }
  // A run moves from the queue to the history in one step: in neither means that it ended between the two requests, or
  // is lost.
  const late = await findEntry(promptId, call)
  if (late !== null) return readEntry(late, call)
  return {
    type: 'expired',
    message: messages.comfyRunGone,
  }
}

/**
 * Removes our run from the queue, or interrupts it if it is running. Builds before 2025-09 interrupt whatever runs,
 * regardless of the id, so the request is only sent while ours does.
 */
async function stopComfyRun(promptId: string, call: Call): Promise<void> {
  await call.response({ method: 'POST', path: '/queue', body: { json: { delete: [promptId] } } })
  const queue = await readQueue(call)
  if (!queue.queue_running.some(([, id]) => id === promptId)) return
  await call.response({ method: 'POST', path: '/interrupt', body: { json: { prompt_id: promptId } } })
}

function readQueue(call: Call): Promise<z.output<typeof queueSchema>> {
  return call.json({ method: 'GET', path: '/queue' }, queueSchema)
}

/** Fills this request into the workflow; what the request does not specify stays as it is in the file. */
function fillWorkflow(
  graph: ComfyGraph,
  slots: WorkflowSlots,
  input: AdapterInput,
  names: UploadedNames,
  seed: number,
): ComfyGraph {
  const values: readonly (readonly [readonly Slot[], string | number | null])[] = [
    [slots.prompt, input.prompt === '' ? null : input.prompt],
    [slots.negative, input.negativePrompt],
    [slots.seed, seed],
    [slots.steps, input.steps],
    [slots.guidance, input.guidance],
    [slots.strength, input.strength],
    [slots.width, input.size?.widthPx ?? null],
    [slots.height, input.size?.heightPx ?? null],
    [slots.source, names.source],
    [slots.maskKind === 'in-source' ? [] : slots.mask, names.mask],
  ]
  const filled = structuredClone(graph)
  for (const [targets, value] of values) {
    if (value === null) continue
    for (const { node, field } of targets) filled[node]!.inputs[field] = value
  }
  return filled
}
