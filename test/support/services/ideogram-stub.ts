import { checkForm, checkJson } from './check-fields.ts'
import { decodeMask } from './decode-mask.ts'
import { ideogramFields } from './ideogram/ideogram-fields.ts'
import {
  failedSubmissions,
  ideogramFailures,
  ideogramRefusals,
  refusedResults,
  refusedSubmissions,
} from './ideogram/ideogram-scenes.ts'
import type { ServiceStub, StubContext, StubResponse, StubRequest } from './service-stub.ts'

const goodKey = 'not-a-real-ideogram-key-0000000000000000000000'
const taskId = 'xtdZiqPwRxqY1Y7NExFmzB'
const created = '2026-11-20T10:00:00Z'

export const ideogramStub: ServiceStub = {
  id: 'ideogram',
  goodKey,
  models: { generate: 'ideogram-4-5', edit: 'V_2', mask: 'ideogram-v3', variations: 'ideogram-v3' },
  deliversByLink: true,
  refusals: ideogramRefusals,
  failures: ideogramFailures,
  isSubmission: ({ method }) => method === 'POST',
  violations,

  respond(request, context) {
    if (request.headers['api-key'] !== goodKey) return { status: 401, json: { detail: 'Invalid token.' } }
    if (request.method === 'POST') return submit(request, context)
    if (request.path === '/models') return { status: 200, json: { models: [] } }
    if (request.path.startsWith('/v2/generations/')) return look(request, context)
    if (ideogramFields[request.path]) return { status: 405, json: { detail: 'Method Not Allowed' } }
    return { status: 404, json: { detail: 'Not Found' } }
  },

  async repaintedPart({ form, path }) {
    const mask = form.find((part) => part.name === 'mask')
    // Black is repainted, except for object removal.
    return mask ? decodeMask(mask.bytes, path.includes('/remove-object/') ? 'white' : 'black') : null
  },
}

function violations(request: StubRequest): string[] {
  if (request.method === 'GET') return []
  const rules = ideogramFields[request.path]
  if (!rules) return [`${request.path}: unknown address`]
  const problems = request.json === null ? checkForm(request.form, rules) : checkJson(request.json, rules)
  const names = new Set(
    request.json === null ? request.form.map((part) => part.name) : Object.keys(request.json as object),
  )
  if (names.has('resolution') && names.has('aspect_ratio'))
    problems.push('resolution and aspect_ratio exclude each other')
  if (names.has('style_preset') && names.has('style_reference_images')) problems.push('style_preset stands alone')
  return problems
}

function sceneName({ scene }: StubContext): string {
  return scene.slice(scene.indexOf(':') + 1)
}

function submit(request: StubRequest, context: StubContext): StubResponse | Promise<StubResponse> {
  const turnedAway = { ...refusedSubmissions, ...failedSubmissions }[sceneName(context)]
  if (turnedAway) return { status: turnedAway.status, json: turnedAway.json }
  const wrong = violations(request)
  if (wrong.length > 0) return { status: 400, json: { error: wrong.join('; ') } }
  if (isTask(request)) {
    context.memory.set('looks', 0)
    return { status: 200, json: { generation_id: taskId, seed: 12_345 } }
  }
  // A synchronous service: nothing is sent while it works.
  if (context.scene === 'waiting') return new Promise<StubResponse>(() => {})
  return { status: 200, json: { created, ...(refusedResults[sceneName(context)]?.json ?? { data: data(context) }) } }
}

function isTask({ path, json, form }: StubRequest): boolean {
  if (path.includes('/remove-object/')) return true
  const { async: isLater } = (json ?? {}) as { async?: boolean }
  return isLater === true || form.some((part) => part.name === 'async' && part.value === 'true')
}

/** Done on the third poll. */
function look(request: StubRequest, context: StubContext): StubResponse {
  if (!request.path.endsWith(taskId) || context.scene === 'failed:task-forgotten') {
    return { status: 404, json: { error: 'Generation not found' } }
  }
  const polls = Number(context.memory.get('looks') ?? 0) + 1
  context.memory.set('looks', polls)
  const task = { generation_id: taskId, created, response_type: 'url', failure_reason: null }
  if (context.scene === 'waiting' || polls < 3) return { status: 200, json: { ...task, status: 'pending', data: null } }
  if (context.scene === 'failed:task-failed') {
    return { status: 200, json: { ...task, status: 'failed', failure_reason: 'The renderer broke' } }
  }
  const result = refusedResults[sceneName(context)]?.json ?? { status: 'completed', data: data(context) }
  return { status: 200, json: { ...task, usage_cost_usd_micros: 60_000, ...result } }
}

function data(context: StubContext) {
  if (context.scene === 'failed:empty-list') return []
  const url = `${context.origin}/delivered/ideogram-0.png`
  return [{ url, prompt: 'A lighthouse, at dusk', resolution: '1024x1024', is_image_safe: true, seed: 12_345 }]
}
