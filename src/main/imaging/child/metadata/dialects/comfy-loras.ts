import type { Lora } from '../../../../../shared/domain/generation.ts'
import type { EmbeddedComfyNode } from './comfy-graph.ts'
import type { ComfyValues } from './comfy-values.ts'
import { asObject, numberOf, textOf, valueOf } from './json-object.ts'

/** `scale`: null = the file does not say. */
export type FoundLora = Pick<Lora, 'path'> & { readonly scale: number | null }

const singleWeights = ['strength_model', 'lora_model_strength', 'lora_strength', 'model_strength', 'strength', 'weight']

/**
 * One per node, several as objects (`lora_1`: on, lora, strength) or names (`lora_01`, `strength_01`), or a stack
 * (`lora_name_1`, `model_weight_1`).
 */
export function readComfyLoras(node: EmbeddedComfyNode, values: ComfyValues): FoundLora[] {
  const name = textOf(node.inputs, 'lora_name') ?? values.text(node, 'lora_name')
  const single = isName(name) ? [{ path: name, scale: values.number(node, ...singleWeights) }] : []
  const several = Object.entries(node.inputs).flatMap(([key, value]): FoundLora[] => {
    const [, isStack, number] = /^lora_(name_)?(\d{1,3})$/i.exec(key) ?? []
    if (number === undefined) return []
    const lora = asObject(value)
    if (isStack !== undefined || lora === null) return stackedLora(node, values, { key, number })
    const path = textOf(lora, 'lora')
    return !isName(path) || valueOf(lora, 'on') === false ? [] : [{ path, scale: numberOf(lora, 'strength') }]
  })
  return [...several, ...single]
}

const isName = (name: string | null): name is string => name !== null && name !== 'None'

/** By mode: a stack keeps the weights of its other modes. */
const stackWeights = {
  simple: ['lora_wt'],
  advanced: ['model_str'],
  any: ['model_weight', 'model_str', 'lora_wt', 'strength'],
}

function stackedLora(
  node: EmbeddedComfyNode,
  values: ComfyValues,
  { key, number }: { readonly key: string; readonly number: string },
): FoundLora[] {
  const path = values.text(node, key)
  const isOff = /^off$/i.test(textOf(node.inputs, `switch_${number}`) ?? '')
  // Stacks have more slots than they are set to use.
  const most = values.number(node, 'lora_count', 'num_loras')
  const isUsed = !isOff && (most === null || Number(number) <= most)
  if (!isName(path) || !isUsed) return []
  const mode = textOf(node.inputs, 'input_mode')
  const names = mode === 'simple' || mode === 'advanced' ? stackWeights[mode] : stackWeights.any
  return [{ path, scale: values.number(node, ...names.map((each) => `${each}_${number}`)) }]
}
