import { playEnd, playSubmission, runwayFailures, runwayRefusals } from './runway/runway-scenes.ts'
import { runwayViolations } from './runway/runway-violations.ts'
import type { ServiceStub, StubContext, StubResponse, StubRequest } from './service-stub.ts'

const goodKey = 'key_not-a-real-key-0123456789'
const createdAt = '2026-11-20T12:00:00.000Z'
const submissions = ['/v1/text_to_image', '/v1/image_upscale']

export const runwayStub: ServiceStub = {
  id: 'runway',
  goodKey,
  models: { generate: 'gen4_image', edit: 'gen4_image_turbo', mask: 'gpt_image_2', variations: 'seedream5_pro' },
  deliversByLink: true,
  refusals: runwayRefusals,
  failures: runwayFailures,
  isSubmission: ({ method, path }) => method === 'POST' && submissions.includes(path),
  violations: runwayViolations,
  respond(request, context) {
    if (request.path === '/store') return { status: 204 }
    if (request.headers['authorization'] !== `Bearer ${goodKey}`) {
      return { status: 401, json: { error: 'The API key is invalid. See https://dev.runwayml.com.' } }
    }
    if (request.headers['x-runway-version'] === undefined) {
      return { status: 400, json: { error: 'The X-Runway-Version header is missing.' } }
    }
    return answerApi(request, context)
  },
  // None of its models accepts a mask.
  repaintedPart: () => Promise.resolve(null),
}

function answerApi({ method, path }: StubRequest, context: StubContext): StubResponse {
  if (path === '/v1/organization') return { status: 200, json: organization }
  if (path === '/v1/uploads') return { status: 200, json: ticketAt(context.origin) }
  if (submissions.includes(path)) return playSubmission(context.scene) ?? begin(context)
  const id = /^\/v1\/tasks\/(.+)$/.exec(path)?.[1]
  if (id === undefined || id !== context.memory.get('task')) return { status: 404, json: { error: 'Task not found.' } }
  return method === 'DELETE' ? forget(context) : look(id, context)
}

function begin({ memory }: StubContext): StubResponse {
  const id = '17f20503-6c24-4c16-946b-35dbbce2af2f'
  memory.set('task', id)
  memory.set('looks', 0)
  return { status: 200, json: { id, estimatedCost: { credits: 5 } } }
}

function forget({ memory }: StubContext): StubResponse {
  memory.delete('task')
  return { status: 204 }
}

/** Done on the third poll. */
function look(id: string, { scene, memory, origin }: StubContext): StubResponse {
  const polls = Number(memory.get('looks')) + 1
  memory.set('looks', polls)
  const estimatedCost = { credits: 5 }
  const common = { id, createdAt }
  if (polls === 1) return { status: 200, json: { ...common, status: 'THROTTLED', estimatedCost } }
  if (polls === 2 || scene === 'waiting') {
    return { status: 200, json: { ...common, status: 'RUNNING', progress: 0.5, estimatedCost } }
  }
  const good = { status: 'SUCCEEDED', output: [`${origin}/delivered/0.png?_jwt=signed`], cost: { credits: 5 } }
  return { status: 200, json: { ...common, ...(playEnd(scene) ?? good) } }
}

const organization = {
  creditBalance: 1_234,
  tier: {
    maxMonthlyCreditSpend: 10_000,
    models: { gen4_image: { maxConcurrentGenerations: 2, maxDailyGenerations: 200 } },
  },
  usage: { models: {} },
}

function ticketAt(origin: string): unknown {
  return {
    uploadUrl: `${origin}/store`,
    fields: { key: 'uploads/1', policy: 'signed' },
    runwayUri: 'runway://upload-1',
  }
}
