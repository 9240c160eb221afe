import { checkForm, checkJson } from '../check-fields.ts'
import type { StubRequest } from '../service-stub.ts'
import { sdxlFormFields, sdxlJsonFields, sdxlSizes, stableImageFields } from './stability-fields.ts'

const v2 = '/v2beta/stable-image/'
const v1 = '/v1/generation/stable-diffusion-xl-1024-v1-0/'

export function stabilityViolations(request: StubRequest): string[] {
  if (request.method === 'GET') return []
  if (request.path.startsWith(v2)) return stableImageViolations(request, request.path.slice(v2.length))
  if (request.path.startsWith(v1)) return sdxlViolations(request, request.path.slice(v1.length))
  return [`${request.path}: unknown address`]
}

function stableImageViolations(request: StubRequest, path: string): string[] {
  const rules = stableImageFields[path]
  if (!rules) return [`${request.path}: unknown address`]
  if (request.form.length === 0) return ['The body is no form, or an empty one.']
  const has = (name: string) => request.form.some((part) => part.name === name)
  const value = (name: string) => request.form.find((part) => part.name === name)?.value
  const problems = checkForm(request.form, rules)
  if (path.startsWith('generate/') && has('image') !== has('strength')) problems.push('image and strength go together')
  if (path === 'generate/sd3') {
    const isFromImage = value('mode') === 'image-to-image'
    if (isFromImage !== has('image')) problems.push('mode and image do not fit')
    if (isFromImage && has('aspect_ratio')) problems.push('aspect_ratio is not taken from an image')
  }
  if (path === 'edit/outpaint' && !['left', 'right', 'up', 'down'].some(has)) problems.push('no side to extend')
  return problems
}

function sdxlViolations(request: StubRequest, task: string): string[] {
  if (task !== 'text-to-image') {
    const rules = sdxlFormFields[task]
    return rules ? checkForm(request.form, rules) : [`${request.path}: unknown address`]
  }
  const { width, height } = (request.json ?? {}) as { width?: number; height?: number }
  const size = `${width}x${height}`
  const problems = checkJson(request.json, sdxlJsonFields)
  return sdxlSizes.includes(size) ? problems : [...problems, `${size} is no size of this engine`]
}
