import type { FieldRule, FieldRules } from '../check-fields.ts'

/** Names available on the stub server. */
export const samplers = ['Euler', 'Euler a', 'DPM++ 2M']
export const schedulers = ['automatic', 'karras', 'simple']
export const checkpoints = [
  { title: 'sd_xl_base_1.0.safetensors [31e35c80fc]', model_name: 'sd_xl_base_1.0', hash: '31e35c80fc' },
  { title: 'v1-5-pruned-emaonly.safetensors', model_name: 'v1-5-pruned-emaonly', hash: null },
]

const text: FieldRule = { type: 'text' }
const side: FieldRule = { type: 'whole', min: 64, max: 2_048, step: 8 }
const image: FieldRule = { type: 'text', matches: /^(data:image\/\w+;base64,)?[A-Za-z0-9+/]+={0,2}$/ }

/** Fields documented by all three servers. */
const txt2img: FieldRules = {
  prompt: text,
  negative_prompt: text,
  styles: { type: 'list', of: text },
  seed: { type: 'whole', min: -1, max: 0xffffffff },
  sampler_name: { type: 'text', values: samplers },
  scheduler: { type: 'text', values: schedulers },
  batch_size: { type: 'whole', min: 1 },
  n_iter: { type: 'whole', min: 1 },
  // The API's default is 50, the UI's 20.
  steps: { type: 'whole', isRequired: true, min: 1, max: 150 },
  cfg_scale: { type: 'number', min: 0 },
  distilled_cfg_scale: { type: 'number', min: 0 },
  width: { ...side, isRequired: true },
  height: { ...side, isRequired: true },
  restore_faces: { type: 'flag' },
  tiling: { type: 'flag' },
  override_settings: {
    type: 'object',
    fields: { sd_model_checkpoint: { type: 'text', values: checkpoints.map(({ title }) => title) } },
  },
  override_settings_restore_afterwards: { type: 'flag' },
  send_images: { type: 'flag' },
  save_images: { type: 'flag' },
  force_task_id: { type: 'text', matches: /^task\([\w-]+\)$/ },
}

const img2img: FieldRules = {
  ...txt2img,
  init_images: { type: 'list', isRequired: true, minItems: 1, of: image },
  resize_mode: { type: 'whole', min: 0, max: 3 },
  denoising_strength: { type: 'number', min: 0, max: 1 },
  include_init_images: { type: 'flag' },
}

/** Settings whose API defaults differ from the UI's must be sent with a mask. */
const masked: FieldRules = {
  ...img2img,
  mask: { ...image, isRequired: true },
  mask_blur: { type: 'whole', isRequired: true, min: 0 },
  mask_round: { type: 'flag' },
  inpainting_fill: { type: 'whole', isRequired: true, min: 0, max: 3 },
  inpaint_full_res: { type: 'flag', isRequired: true },
  inpaint_full_res_padding: { type: 'whole', isRequired: true, min: 0 },
  inpainting_mask_invert: { type: 'whole', min: 0, max: 1 },
}

export function rulesFor(path: string, hasMask: boolean): FieldRules | null {
  if (path === '/sdapi/v1/txt2img') return txt2img
  if (path !== '/sdapi/v1/img2img') return null
  return hasMask ? masked : img2img
}
