import type { Lora } from '../../../../../shared/domain/generation.ts'
import type { EmbeddedComfyNode } from './comfy-graph.ts'
import type { ComfyValues } from './comfy-values.ts'
import { asObject, numberOf, textOf, valueOf } from './json-object.ts'

/** One to a node, several as objects (`lora_1`: on, lora, strength), or a stack (`lora_name_1`, `model_weight_1`). */
export function readLoras(node: EmbeddedComfyNode, values: ComfyValues): Lora[] {
  const name = textOf(node.inputs, 'lora_name') ?? values.text(node, 'lora_name')
  const scale = values.number(node, 'strength_model', 'lora_model_strength')
  const single = name !== null && name !== 'None' ? [{ path: name, scale: scale ?? 1 }] : []
  const several = Object.entries(node.inputs).flatMap(([key, value]) => {
    const stacked = /^lora_name_(\d{1,3})$/i.exec(key)?.[1]
    if (stacked !== undefined) return stackedLora(node, values, { key, number: stacked })
    const each = /^lora_\d{1,3}$/i.test(key) ? asObject(value) : null
    const path = textOf(each, 'lora')
    return path === null || valueOf(each, 'on') === false ? [] : [{ path, scale: numberOf(each, 'strength') ?? 1 }]
  })
  return [...several, ...single]
}

function stackedLora(
  node: EmbeddedComfyNode,
  values: ComfyValues,
  { key, number }: { readonly key: string; readonly number: string },
): Lora[] {
  const path = values.text(node, key)
  const isOff = /^off$/i.test(textOf(node.inputs, `switch_${number}`) ?? '')
  // Stacks have places for more than they are told to use.
  const most = values.number(node, 'lora_count', 'num_loras')
  const isUsed = !isOff && (most === null || Number(number) <= most)
  if (path === null || path === 'None' || !isUsed) return []
  const weights = ['model_weight', 'model_str', 'lora_wt', 'strength'].map((each) => `${each}_${number}`)
  return [{ path, scale: values.number(node, ...weights) ?? 1 }]
}
