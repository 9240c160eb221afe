import type { ForeignForm } from './foreign-form.ts'

export type Inputs = Readonly<Record<string, unknown>>
export type Graph = Readonly<Record<string, ReturnType<typeof node>>>

export const node = (kind: string, inputs: Inputs) => ({ inputs, class_type: kind, _meta: { title: kind } })

export const sampling = { steps: 20, cfg: 5, sampler_name: 'euler', scheduler: 'karras', denoise: 1 }
export const sides = { positive: ['6', 0], negative: ['7', 0] }
export const words = {
  '4': node('CheckpointLoaderSimple', { ckpt_name: 'sdxl.safetensors' }),
  '6': node('CLIPTextEncode', { text: 'a fox', clip: ['4', 1] }),
  '7': node('CLIPTextEncode', { text: 'dog', clip: ['4', 1] }),
}
export const start = { '5': node('EmptyLatentImage', { width: 832, height: 1216, batch_size: 1 }) }
export const end = {
  '8': node('VAEDecode', { samples: ['3', 0], vae: ['4', 2] }),
  '9': node('SaveImage', { filename_prefix: 'ComfyUI', images: ['8', 0] }),
}
export const seed = 1_038_684_211_150_939
export const sampler = (more: Inputs = {}) =>
  node('KSampler', { seed, ...sampling, model: ['4', 0], ...sides, latent_image: ['5', 0], ...more })
export const plain: Graph = { '3': sampler(), ...words, ...start, ...end }
export const workflow = { last_node_id: 9, nodes: [{ id: 9, type: 'SaveImage' }], links: [], version: 0.4 }
export const says = {
  prompt: 'a fox',
  model: 'sdxl.safetensors',
  seed,
  negativePrompt: 'dog',
  steps: 20,
  guidance: 5,
  strength: 1,
  requestedSize: '832x1216',
  options: { sampler: 'euler', scheduler: 'karras' },
} as const

export type Says = ForeignForm['says']
type Locations = Omit<ForeignForm, 'name' | 'dialect' | 'says'>

export const form = (name: string, locations: Locations, expected: Says = says): ForeignForm => ({
  name: `ComfyUI, ${name}`,
  ...locations,
  dialect: 'comfyui',
  says: expected,
})
export const json = JSON.stringify

/** A graph in the text of a PNG. */
export const graph = (name: string, prompt: Graph, expected: Says = says): ForeignForm =>
  form(name, { container: 'png', texts: { prompt: json(prompt) } }, expected)
