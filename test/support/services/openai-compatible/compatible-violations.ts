import { checkForm, checkJson, type FieldRule, type FieldRules } from '../check-fields.ts'
import type { StubRequest } from '../service-stub.ts'

// sd-server's own description of its API (leejet/stable-diffusion.cpp, MIT, 2026-08-19), LocalAI's handlers (MIT), and
// for any other server only what all of them take.

const base64: FieldRule = { is: 'text', matches: /^[A-Za-z0-9+/]+=*$/ }
const size: FieldRule = { is: 'text', matches: /^\d+x\d+$/ }

const guidance: FieldRules = {
  txt_cfg: { is: 'number', min: 0 },
  img_cfg: { is: 'number' },
  distilled_guidance: { is: 'number', min: 0 },
}
const samplers =
  'euler euler_a heun dpm2 dpm++2s_a dpm++2m dpm++2mv2 ipndm ipndm_v lcm ddim_trailing tcd res_multistep res_2s er_sde euler_cfg_pp euler_a_cfg_pp euler_ge dpm++2m_sde dpm++2m_sde_bt lms'
const schedulers =
  'discrete normal karras exponential ays gits sgm_uniform simple smoothstep kl_optimal lcm bong_tangent ltx2 logit_normal flux2 flux beta'

/** What a job has, and the plain API only inside the prompt. */
const extras: FieldRules = {
  negative_prompt: { is: 'text' },
  seed: { is: 'whole', min: 0 },
  strength: { is: 'number', min: 0, max: 1 },
  clip_skip: { is: 'whole', min: -1 },
  sample_params: {
    is: 'object',
    fields: {
      sample_method: { is: 'text', values: samplers.split(' ') },
      scheduler: { is: 'text', values: schedulers.split(' ') },
      sample_steps: { is: 'whole', min: 1, max: 100 },
      flow_shift: { is: 'number' },
      guidance: { is: 'object', fields: guidance },
    },
  },
  lora: {
    is: 'list',
    of: {
      is: 'object',
      fields: {
        // Anything but what is in the capabilities is refused.
        path: { is: 'text', isRequired: true, values: ['paper-cut.safetensors'] },
        multiplier: { is: 'number' },
        is_high_noise: { is: 'flag' },
      },
    },
  },
}
const job: FieldRules = {
  ...extras,
  prompt: { is: 'text', isRequired: true },
  width: { is: 'whole', min: 64, max: 4_096, step: 64 },
  height: { is: 'whole', min: 64, max: 4_096, step: 64 },
  seed: { is: 'whole', isRequired: true, min: 0 },
  batch_count: { is: 'whole', min: 1, max: 8 },
  init_image: base64,
  mask_image: base64,
  ref_images: { is: 'list', of: base64, minItems: 1 },
  output_format: { is: 'text', values: ['png', 'jpeg', 'webp'] },
  output_compression: { is: 'whole', min: 0, max: 100 },
}

/** A server that refuses what it does not know. The last five are sent only where a person set them. */
const common: FieldRules = {
  model: { is: 'text', isRequired: true, minChars: 1 },
  prompt: { is: 'text', isRequired: true },
  n: { is: 'whole', min: 1, max: 10 },
  size,
  response_format: { is: 'text', values: ['b64_json', 'url'] },
  quality: { is: 'text' },
  negative_prompt: { is: 'text' },
  seed: { is: 'whole', min: 0 },
  steps: { is: 'whole', min: 1 },
}
const files: FieldRule = { is: 'list', of: { is: 'file' }, minItems: 1, maxItems: 16 }
const sdServer: FieldRules = {
  model: { is: 'text', isRequired: true, values: ['sd-cpp-local'] },
  prompt: { is: 'text', isRequired: true },
  n: { is: 'whole', min: 1, max: 8 },
  size,
  output_format: { is: 'text', values: ['png', 'jpeg'] },
}
const pictures: FieldRules = { image: files, 'image[]': files, mask: { is: 'file' } }

const localai: FieldRules = {
  model: { is: 'text', isRequired: true, minChars: 1 },
  prompt: { is: 'text', isRequired: true },
  n: { is: 'whole', min: 1, max: 10 },
  size,
  response_format: { is: 'text', isRequired: true, values: ['b64_json'] },
  negative_prompt: { is: 'text' },
  step: { is: 'whole', min: 1 },
  file: base64,
  ref_images: { is: 'list', of: base64, minItems: 1 },
  seed: { is: 'whole', min: 0 },
}
const localaiInpainting: FieldRules = {
  model: { is: 'text', isRequired: true },
  prompt: { is: 'text', isRequired: true },
  steps: { is: 'whole', min: 1 },
  image: { is: 'file', isRequired: true },
  mask: { is: 'file', isRequired: true },
}

/** `isLocalai`: the request was made for LocalAI, which takes fields that others do not. */
export function compatibleViolations(request: StubRequest, isLocalai: boolean): string[] {
  const { method, path, json, form } = request
  const isSdServer = modelOf(request) === 'sd-cpp-local'
  switch (`${method} ${path.replace(/\/job_\w+/, '/{id}')}`) {
    case 'GET /sdcpp/v1/capabilities':
    case 'GET /sdcpp/v1/jobs/{id}':
    case 'POST /sdcpp/v1/jobs/{id}/cancel':
    case 'GET /v1/models':
      return []
    case 'POST /sdcpp/v1/img_gen':
      return [...checkJson(json, job), ...maskRules(json)]
    case 'POST /v1/images/generations':
      return [...checkJson(json, isLocalai ? localai : isSdServer ? sdServer : common), ...extraRules(request)]
    case 'POST /v1/images/edits':
      return [...checkForm(form, { ...(isSdServer ? sdServer : common), ...pictures }), ...extraRules(request)]
    case 'POST /v1/images/inpainting':
      return checkForm(form, localaiInpainting)
    default:
      return path.startsWith('/delivered/') ? [] : [`${method} ${path} does not exist`]
  }
}

export function modelOf({ json, form }: StubRequest): string {
  const inJson = (json as { model?: unknown } | null)?.model
  return typeof inJson === 'string' ? inJson : (form.find(({ name }) => name === 'model')?.value ?? '')
}

/** sd-server reads its own fields out of the prompt; every other server would draw them. */
function extraRules(request: StubRequest): string[] {
  const [, written = null] = /<sd_cpp_extra_args>(.*?)<\/sd_cpp_extra_args>/s.exec(promptOf(request)) ?? []
  if (written === null) return []
  return modelOf(request) === 'sd-cpp-local' ? checkJson(JSON.parse(written), extras) : ['sd-server’s fields elsewhere']
}

function promptOf({ json, form }: StubRequest): string {
  const inJson = (json as { prompt?: unknown } | null)?.prompt
  return typeof inJson === 'string' ? inJson : (form.find(({ name }) => name === 'prompt')?.value ?? '')
}

function maskRules(json: unknown): string[] {
  const fields = json as Record<string, unknown>
  return 'mask_image' in fields && !('init_image' in fields) ? ['a mask without an image'] : []
}
