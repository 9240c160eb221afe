import type { FieldRule, FieldRules } from '../check-fields.ts'

/** Names of what the played server has. */
export const samplers = ['Euler', 'Euler a', 'DPM++ 2M']
export const schedulers = ['automatic', 'karras', 'simple']
export const checkpoints = [
  { title: 'sd_xl_base_1.0.safetensors [31e35c80fc]', model_name: 'sd_xl_base_1.0', hash: '31e35c80fc' },
  { title: 'v1-5-pruned-emaonly.safetensors', model_name: 'v1-5-pruned-emaonly', hash: null },
]

const text: FieldRule = { is: 'text' }
const side: FieldRule = { is: 'whole', min: 64, max: 2_048, step: 8 }
const picture: FieldRule = { is: 'text', matches: /^(data:image\/\w+;base64,)?[A-Za-z0-9+/]+={0,2}$/ }

/** Of the fields that all three servers document. */
const txt2img: FieldRules = {
  prompt: text,
  negative_prompt: text,
  styles: { is: 'list', of: text },
  seed: { is: 'whole', min: -1, max: 0xffffffff },
  sampler_name: { is: 'text', values: samplers },
  scheduler: { is: 'text', values: schedulers },
  batch_size: { is: 'whole', min: 1 },
  n_iter: { is: 'whole', min: 1 },
  // The API's own are 50, the window's 20.
  steps: { is: 'whole', isRequired: true, min: 1, max: 150 },
  cfg_scale: { is: 'number', min: 0 },
  distilled_cfg_scale: { is: 'number', min: 0 },
  width: { ...side, isRequired: true },
  height: { ...side, isRequired: true },
  restore_faces: { is: 'flag' },
  tiling: { is: 'flag' },
  override_settings: {
    is: 'object',
    fields: { sd_model_checkpoint: { is: 'text', values: checkpoints.map(({ title }) => title) } },
  },
  override_settings_restore_afterwards: { is: 'flag' },
  send_images: { is: 'flag' },
  save_images: { is: 'flag' },
  force_task_id: { is: 'text', matches: /^task\([\w-]+\)$/ },
}

const img2img: FieldRules = {
  ...txt2img,
  init_images: { is: 'list', isRequired: true, minItems: 1, of: picture },
  resize_mode: { is: 'whole', min: 0, max: 3 },
  denoising_strength: { is: 'number', min: 0, max: 1 },
  include_init_images: { is: 'flag' },
}

/** What the API starts otherwise than the server's window must be said with a mask. */
const masked: FieldRules = {
  ...img2img,
  mask: { ...picture, isRequired: true },
  mask_blur: { is: 'whole', isRequired: true, min: 0 },
  mask_round: { is: 'flag' },
  inpainting_fill: { is: 'whole', isRequired: true, min: 0, max: 3 },
  inpaint_full_res: { is: 'flag', isRequired: true },
  inpaint_full_res_padding: { is: 'whole', isRequired: true, min: 0 },
  inpainting_mask_invert: { is: 'whole', min: 0, max: 1 },
}

export function rulesFor(path: string, hasMask: boolean): FieldRules | null {
  if (path === '/sdapi/v1/txt2img') return txt2img
  if (path !== '/sdapi/v1/img2img') return null
  return hasMask ? masked : img2img
}
