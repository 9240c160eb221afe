import { z } from 'zod'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import { providerLabels } from '../../../../shared/domain/provider-id.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/server-models.ts'
import type { Call } from '../../core/call.ts'
import { a1111Models, defineCheckpoint, type ServerFacts } from './a1111-models.ts'

const checkpointSchema = z.object({
  /** With folder, extension and, once it has been loaded, a hash: it changes. */
  title: z.string(),
  /** Stable, so it is the card's id. */
  model_name: z.string(),
  hash: z.string().nullish(),
  sha256: z.string().nullish(),
})
export type Checkpoint = z.output<typeof checkpointSchema>

const namesSchema = z.array(z.object({ name: z.string() }))

export function listA1111Checkpoints(call: Call): Promise<Checkpoint[]> {
  return call.json({ method: 'GET', path: '/sdapi/v1/sd-models' }, z.array(checkpointSchema))
}

/** Checked before drawing: the server would silently use another checkpoint. */
export async function requireCheckpoint(name: string, call: Call): Promise<Checkpoint> {
  const found = (await listA1111Checkpoints(call)).find((one) => one.model_name === name || one.title === name)
  if (found) return found
  throw new AppError('provider/unknown-model', messages.checkpointGone({ name }))
}

export async function listA1111Models(call: Call): Promise<ModelCard[]> {
  const checkpoints = await listA1111Checkpoints(call)
  const samplers = await call.json({ method: 'GET', path: '/sdapi/v1/samplers' }, namesSchema)
  const facts: ServerFacts = {
    samplers: samplers.map((one) => one.name),
    // Builds before 1.9 have the scheduler in the sampler's name.
    schedulers: (await listNames(call, '/sdapi/v1/schedulers')).filter((name) => name !== ''),
    isForge: await has(call, '/sdapi/v1/sd-modules'),
  }
  const [loaded] = a1111Models.map((card) => ({ ...defineCheckpoint(card.id, card.label, facts), note: card.note }))
  return [
    ...(loaded ? [loaded] : []),
    ...checkpoints.map((one) => defineCheckpoint(one.model_name, one.model_name, facts)),
  ]
}

/** Identifies servers of this kind by the routes only one of them has. */
export async function nameServer(call: Call): Promise<string> {
  if (await has(call, '/sdapi/v1/sd-modules')) return 'Forge'
  if (await has(call, '/sdapi/v1/version')) return 'SD.Next'
  // It supports fewer fields here, and neither progress nor canceling.
  const isSdCpp = await has(call, '/sdcpp/v1/capabilities')
  return isSdCpp ? messages.sdcppServer({ provider: providerLabels['openai-compatible'] }) : 'AUTOMATIC1111'
}

async function has(call: Call, path: string): Promise<boolean> {
  const { status } = await call.response({ method: 'GET', path, alsoAccept: [404, 405] })
  return status === 200
}

async function listNames(call: Call, path: string): Promise<string[]> {
  const response = await call.response({ method: 'GET', path, alsoAccept: [404] })
  if (response.status !== 200) return []
  const parsed = namesSchema.safeParse(JSON.parse(response.text()))
  return parsed.success ? parsed.data.map((one) => one.name) : []
}
