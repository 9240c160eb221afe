import type { PlanRequest } from '../domain/generation.ts'
import type { GridAxis, GridSpec } from '../domain/grid.ts'
import { findMentions, referenceKey, replaceMentions } from './mentions.ts'

interface Sizes {
  readonly axes: readonly { readonly values: readonly unknown[] }[]
}

export function countCells(axes: readonly { readonly values: readonly unknown[] }[]): number {
  return axes.reduce((cells, { values }) => cells * values.length, 1)
}

/** Returns the index into the values of each axis. */
export function cellPosition({ axes }: Sizes, cell: number): readonly number[] {
  let rest = cell
  return axes.map(({ values }) => {
    const index = rest % values.length
    rest = Math.floor(rest / values.length)
    return index
  })
}

/** Returns the request for one cell: one image, in no document. */
export function requestOfCell({ request, axes }: Pick<GridSpec, 'request' | 'axes'>, cell: number): PlanRequest {
  const position = cellPosition({ axes }, cell)
  const single: PlanRequest = { ...request, documentId: null, n: 1 }
  return axes.reduce((varied, axis, at) => vary(varied, axis, position[at]!), single)
}

function vary(request: PlanRequest, axis: GridAxis, index: number): PlanRequest {
  switch (axis.variable) {
    case 'prompt':
      return replacePhrase(request, axis.search, axis.values[index]!)
    case 'model':
      return withModel(request, axis.values[index]!)
    case 'seed':
      return { ...request, seed: axis.values[index]! }
    case 'lora':
      return { ...request, loras: withWeight(request.loras, axis.path, axis.values[index]!) }
    case 'reference':
      return { ...request, prompt: withReference(request.prompt, axis.search, axis.values[index]!) }
    default:
      return { ...request, [axis.variable]: axis.values[index]! }
  }
}

function replacePhrase(request: PlanRequest, search: string, value: string): PlanRequest {
  const { prompt, negativePrompt } = request
  return {
    ...request,
    prompt: prompt.replaceAll(search, () => value),
    negativePrompt: negativePrompt === null ? null : negativePrompt.replaceAll(search, () => value),
  }
}

/** The model's own fields belong to the model that they were set for. A model of an axis is named. */
function withModel(
  { insteadOf: _replaced, ...request }: PlanRequest,
  ref: Pick<PlanRequest, 'provider' | 'model'>,
): PlanRequest {
  if (ref.provider === request.provider && ref.model === request.model) return request
  return { ...request, provider: ref.provider, model: ref.model, options: {} }
}

function withWeight(loras: PlanRequest['loras'], path: string, scale: number): PlanRequest['loras'] {
  const others = loras.filter((lora) => lora.path !== path)
  if (scale === 0) return others
  const at = loras.findIndex((lora) => lora.path === path)
  return others.toSpliced(at === -1 ? others.length : at, 0, { path, scale })
}

function withReference(prompt: string, search: string | null, name: string): string {
  const written = name === '' ? '' : `@${name}`
  if (search === null) return [prompt, written].filter((part) => part !== '').join(' ')
  const key = referenceKey(search)
  return replaceMentions(prompt, (mention) => (referenceKey(mention.name) === key ? written : null))
}

/** Whether an axis changes anything in the request: a phrase or a mention may not be there. */
export function isFound(request: Pick<PlanRequest, 'prompt' | 'negativePrompt'>, axis: GridAxis): boolean {
  if (axis.variable === 'prompt') {
    return request.prompt.includes(axis.search) || (request.negativePrompt?.includes(axis.search) ?? false)
  }
  if (axis.variable !== 'reference' || axis.search === null) return true
  const key = referenceKey(axis.search)
  return findMentions(request.prompt).some(({ name }) => referenceKey(name) === key)
}
