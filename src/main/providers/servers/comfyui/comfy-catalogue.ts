import { z } from 'zod'
import { AppError } from '../../../../shared/errors/index.ts'
import type { Call } from '../../core/call.ts'
import type { SamplerFacts } from './comfy-models.ts'

/** A node's fields: old nodes give their choices as a list, newer ones beside the word COMBO. */
const fieldSchema = z.union([
  z.tuple([z.array(z.string())]).rest(z.unknown()),
  z.tuple([z.literal('COMBO'), z.looseObject({ options: z.array(z.string()) })]).rest(z.unknown()),
])
const nodeInfoSchema = z.record(
  z.string(),
  z.object({ input: z.object({ required: z.record(z.string(), z.unknown()).default({}) }) }),
)

export async function listComfyCheckpoints(call: Call): Promise<string[]> {
  const reply = await call.reply({ method: 'GET', path: '/models/checkpoints', alsoAccept: [404] })
  // Builds before 2024-07 have no such route.
  if (reply.status === 404) return listChoices('CheckpointLoaderSimple', 'ckpt_name', call)
  return z.array(z.string()).catch([]).parse(JSON.parse(reply.text()))
}

export async function listSamplers(call: Call): Promise<SamplerFacts> {
  const samplers = await listChoices('KSampler', 'sampler_name', call)
  return { samplers, schedulers: await listChoices('KSampler', 'scheduler', call) }
}

export async function requireFirstCheckpoint(call: Call): Promise<string> {
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
