import { checkForm, checkJson, type FieldRules } from '../check-fields.ts'
import type { StubRequest } from '../service-stub.ts'
import {
  dallE2Edit,
  dallE2Generation,
  dallE2Variation,
  dallE3Generation,
  gptEditForm,
  gptEditJson,
  gptGeneration,
  gptRules,
} from './openai-fields.ts'

/** Path below `/v1`. */
export function openaiPath({ path }: StubRequest): string {
  return path.replace(/^\/v1/, '')
}

export function openaiViolations(request: StubRequest): string[] {
  if (request.method === 'GET') return isKnownGet(request) ? [] : [`GET ${request.path} does not exist`]
  const fields = fieldsOf(request)
  const model = String(fields['model'])
  switch (`${request.method} ${openaiPath(request)}`) {
    case 'POST /images/generations':
      return ofGeneration(model, fields)
    case 'POST /images/edits':
      return ofEdit(request, model, fields)
    case 'POST /images/variations':
      return [...checkForm(request.form, dallE2Variation), ...onlyFor(model, 'dall-e-2')]
    default:
      return [`${request.method} ${request.path} does not exist`]
  }
}

export function fieldsOf(request: StubRequest): Readonly<Record<string, unknown>> {
  if (request.json !== null) return request.json as Record<string, unknown>
  return Object.fromEntries(request.form.map((part) => [part.name, part.fileName === null ? part.value : part.bytes]))
}

function isKnownGet(request: StubRequest): boolean {
  return request.path.startsWith('/delivered/') || /^\/models(\/[^/]+)?$/.test(openaiPath(request))
}

function ofGeneration(model: string, fields: Readonly<Record<string, unknown>>): string[] {
  if (model === 'dall-e-2') return checkJson(fields, dallE2Generation)
  if (model === 'dall-e-3') return checkJson(fields, dallE3Generation)
  return [...checkJson(fields, gptGeneration), ...gptRules(fields)]
}

function ofEdit(request: StubRequest, model: string, fields: Readonly<Record<string, unknown>>): string[] {
  if (model === 'dall-e-2') return checkForm(request.form, dallE2Edit)
  if (request.json !== null) return [...checkJson(fields, gptEditJson), ...gptRules(fields)]
  return [...checkForm(request.form, gptEditForm), ...gptRules(fields), ...fileRules(request, gptEditForm)]
}

function fileRules({ form }: StubRequest, rules: FieldRules): string[] {
  const files = form.filter((part) => part.fileName !== null && rules[part.name] !== undefined)
  const problems = files
    .filter(({ name, mime, bytes }) => {
      const mimes = name === 'mask' ? ['image/png'] : ['image/png', 'image/jpeg', 'image/webp']
      return !mimes.includes(mime) || bytes.byteLength > (name === 'mask' ? 4_000_000 : 50_000_000)
    })
    .map(({ name, mime, bytes }) => `${name} is ${mime} of ${bytes.byteLength} bytes`)
  return files.some(({ name }) => name.startsWith('image')) ? problems : [...problems, 'no image to edit']
}

function onlyFor(model: string, only: string): string[] {
  return model === only ? [] : [`${model} has no such thing`]
}
