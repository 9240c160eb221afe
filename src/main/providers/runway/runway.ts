import { z } from 'zod'
import { providerLabels } from '../../../shared/domain/provider-id.ts'
import type { AdapterInput, ProviderAdapter, TaskState } from '../core/adapter.ts'
import type { Call } from '../core/call.ts'
import { readRunwayFailure } from './runway-failure.ts'
import { runwayHeaders as headers } from './runway-headers.ts'
import { runwayModels } from './runway-models.ts'
import { buildRunwayRequest } from './runway-request.ts'
import { runwayTaskSchema, toTaskState } from './runway-task.ts'
import { placePictures } from './runway-upload.ts'

const begunSchema = z.object({ id: z.string() })
const organizationSchema = z.object({
  creditBalance: z.number(),
  tier: z.object({ models: z.record(z.string(), z.unknown()).nullish() }).nullish(),
})

export const runway: ProviderAdapter = {
  id: 'runway',
  label: providerLabels.runway,
  kind: 'cloud',
  // The production host, whatever its name says.
  baseUrl: 'https://api.dev.runwayml.com/v1',
  apiHosts: [],
  // Results come by signed links of a content network. Large pictures go up to a store, without the key.
  deliveryHosts: ['*.cloudfront.net', '*.runwayml.com', '*.amazonaws.com'],
  credential: { need: 'required', form: 'key', pageUrl: 'https://dev.runwayml.com' },
  pages: { docs: 'https://docs.dev.runwayml.com/', prices: 'https://docs.dev.runwayml.com/guides/pricing/' },
  privacy:
    'Prompts and images go to Runway in the USA, and from there to the maker of the model where it is not Runway’s own. Results are kept there for at least 24 hours; how long it keeps what is sent, its own terms say.',
  models: runwayModels,
  // Each model has fields of its own, so that an unknown one cannot be asked.
  addModelHint: null,
  concurrency: 2,
  timing: { submitTimeoutMs: 120_000, pollEveryMs: 6_000, deadlineMs: 1_200_000 },
  authorise: (credential) => (credential.is === 'key' ? { authorization: `Bearer ${credential.key}` } : {}),
  async check(call) {
    const { creditBalance } = await loadOrganization(call)
    const message = `The key is good: ${creditBalance} credits left.`
    return { message, balance: { amount: creditBalance, unit: 'credits' } }
  },
  async listModels(call) {
    const { tier } = await loadOrganization(call)
    const allowed = Object.keys(tier?.models ?? {})
    // UNCONFIRMED whether the upscaler is in this list: it is offered either way.
    const models = runwayModels.filter((card) => allowed.includes(card.id) || card.edits === 'own')
    return { models, isComplete: allowed.length > 0 }
  },
  submit,
  async poll(handle, call) {
    return toTaskState(await call.json({ method: 'GET', path: taskPath(handle), headers }, runwayTaskSchema))
  },
  async cancel(handle, call) {
    // 404: it has ended and is gone already.
    await call.reply({ method: 'DELETE', path: taskPath(handle), headers, alsoAccept: [404] })
  },
  readFailure: readRunwayFailure,
}

async function submit(input: AdapterInput, call: Call): Promise<TaskState> {
  const pictures = [...(input.source ? [input.source] : []), ...input.references]
  const { path, json } = buildRunwayRequest(input, await placePictures(pictures, call))
  const { id } = await call.json({ method: 'POST', path, headers, body: { json }, isPaid: true }, begunSchema)
  return { is: 'waiting', handle: id, progress: null }
}

function loadOrganization(call: Call): Promise<z.output<typeof organizationSchema>> {
  return call.json({ method: 'GET', path: '/organization', headers }, organizationSchema)
}

function taskPath(handle: string): string {
  return `/tasks/${encodeURIComponent(handle)}`
}
