import { findMessage } from './plain-text.ts'

/** What stands beside an error and says more about it. */
const saysMore = new Set(
  'code created detail details errors id message object param request_id status status_code success title type'.split(
    ' ',
  ),
)

/** Whether all that a body says is that something went wrong, as gateways do with status 200. */
export function isOnlyAnError(json: unknown): boolean {
  if (!isRecord(json) || findMessage(json['error']) === '') return false
  // A task that has failed is an answer of its own.
  if (typeof json['status'] === 'string') return false
  return Object.keys(json).every((name) => name === 'error' || saysMore.has(name))
}

/** Whether a body that is not what was expected says why. */
export function carriesError(json: unknown): boolean {
  return isRecord(json) && ['error', 'errors', 'detail', 'message'].some((name) => findMessage(json[name]) !== '')
}

const notReady =
  /\b(model|is|still|currently) loading\b|\bbeing loaded\b|\bwarming up\b|\bcold start|\bnot ready\b|\bstarting up\b/i

/** Whether a service's words say that its model is not there yet. */
export function saysNotReady(text: string): boolean {
  return notReady.test(text)
}

const policyCodes = new Set([
  'contentfilter',
  'contentfiltered',
  'contentfiltererror',
  'contentpolicyviolation',
  'contentpolicyviolationerror',
  'moderationblocked',
  'responsibleaipolicyviolation',
])
const policyWords =
  /content.?(policy|management policy)|ContentPolicyViolation|ResponsibleAIPolicy|\b(safety|moderation) (system|filter|policy)\b|usage polic/i

/** Whether a failure is a refusal of what was asked for, by the codes and words of services and of gateways before them. */
export function isContentRefusal(json: unknown, message: string): boolean {
  return policyWords.test(message) || codesIn(json).some((code) => policyCodes.has(code))
}

function codesIn(json: unknown, depth = 0): string[] {
  if (!isRecord(json) || depth > 4) return []
  return Object.entries(json).flatMap(([name, value]) => {
    if (typeof value === 'string' && /^(code|type|error|error_type|errorType|reason)$/.test(name))
      return [value.toLowerCase().replace(/[^a-z]/g, '')]
    return codesIn(value, depth + 1)
  })
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
